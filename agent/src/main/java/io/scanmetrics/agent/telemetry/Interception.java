package io.scanmetrics.agent.telemetry;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.expression.Expression;
import io.scanmetrics.agent.rules.expression.ExpressionErrors;
import java.util.List;
import java.util.Objects;

/**
 * What one rule wants of a woven method: made for the instrumentation, acted on by the {@link
 * CallTracker} at every call. Safe for any thread.
 */
public final class Interception implements ExpressionErrors {
  private final Rule rule;
  private final Hook.Role role;
  private final Readings readings;

  private final TelemetryListener listener;

  /** Whether an execution says itself which scan it is of, by its attributes. */
  final boolean namesScan;

  /** Whether anything that is read may be the scan's. */
  final boolean tellsOfScan;

  /** Whether something of the call itself is read at its end. */
  final boolean readsCallAtEnd;

  /** For a hook of a rule. */
  public Interception(Rule rule, Hook hook, TelemetryListener listener) {
    this(rule, hook.role(), hook.readings(), listener);
  }

  /** For a rule without methods: its execution is all of the JVM's life. */
  Interception(Rule rule, Readings readings, TelemetryListener listener) {
    this(rule, Hook.Role.CALL, readings, listener);
  }

  private Interception(Rule rule, Hook.Role role, Readings readings, TelemetryListener listener) {
    this.rule = rule;
    this.role = role;
    this.readings = readings;
    this.listener = listener;
    this.namesScan = rule.reads(ScanAttribute.SCAN_ID.key());
    this.tellsOfScan = anyOfScan(readings.atBegin()) || anyOfScan(readings.atEnd());
    this.readsCallAtEnd =
        (readings.usesThis() || readings.usesArguments())
            && (role == Hook.Role.END || keyIsReadAtEnd() || readings.endUsesCall());
  }

  private static boolean anyOfScan(List<Readings.Attribute> attributes) {
    for (Readings.Attribute attribute : attributes) {
      if (ScanAttribute.ofKey(attribute.key()) != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void failed(Expression expression, String reason) {
    listener.expressionFailed(rule, expression, reason);
  }

  public Rule rule() {
    return rule;
  }

  public Hook.Role role() {
    return role;
  }

  Readings readings() {
    return readings;
  }

  /** Whether only the end of the call tells which scan it belongs to. */
  boolean keyIsReadAtEnd() {
    Expression scanId = readings.scanId();
    return scanId != null && scanId.readAtEnd();
  }

  /** The phase's name; a phase rule's only. */
  String phaseName() {
    return Objects.requireNonNull(rule.phase());
  }

  /** Whether the woven code has to hand over the object, the arguments and the return value. */
  public boolean needsValues() {
    return readings.usesThis() || readings.usesArguments() || readings.usesReturnValue();
  }
}
