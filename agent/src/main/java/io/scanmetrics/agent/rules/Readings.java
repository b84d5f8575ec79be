package io.scanmetrics.agent.rules;

import io.scanmetrics.agent.rules.expression.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of one hook, in the order they are to be read: {@code when} first, then {@code
 * scan_id}, then the attributes.
 *
 * <p>A pair's own expressions are already dealt out to its two hooks: what names {@code
 * returnValue} or {@code error}, {@code success} and {@code error_code} belong to the end, {@code
 * when} and all else to the start.
 *
 * @param when the rule applies to a call only if this is true; {@code null}: always
 * @param scanId joins the call to its scan by key; {@code null}: by context
 * @param atBegin the attributes to be read when the call begins, in the order of the file
 * @param atEnd the attributes to be read when the call ends, in the order of the file
 * @param success false here is a failure, even without an exception
 * @param errorCode of a failure
 */
public record Readings(
    @Nullable Expression when,
    @Nullable Expression scanId,
    List<Attribute> atBegin,
    List<Attribute> atEnd,
    @Nullable Expression success,
    @Nullable Expression errorCode) {

  /** A key of the span and where its value comes from. */
  public record Attribute(String key, Expression expression) {}

  /** Nothing to read. */
  public static final Readings NONE = new Readings(null, null, List.of(), List.of(), null, null);

  public Readings {
    atBegin = List.copyOf(atBegin);
    atEnd = List.copyOf(atEnd);
  }

  /** Compiles all that can be left to the first reading. */
  public void prepare() {
    prepare(when);
    prepare(scanId);
    prepare(success);
    prepare(errorCode);
    for (Attribute attribute : atBegin) {
      prepare(attribute.expression());
    }
    for (Attribute attribute : atEnd) {
      prepare(attribute.expression());
    }
  }

  private static void prepare(@Nullable Expression expression) {
    if (expression != null) {
      expression.prepare();
    }
  }

  /** Whether any expression names {@code param0}, {@code param1}, … */
  public boolean usesArguments() {
    return (uses() & Expression.USES_ARGUMENTS) != 0;
  }

  /** Whether any expression names {@code this}. */
  public boolean usesThis() {
    return (uses() & Expression.USES_THIS) != 0;
  }

  /** Whether any expression names {@code returnValue}. */
  public boolean usesReturnValue() {
    return (uses() & Expression.USES_RETURN_VALUE) != 0;
  }

  /**
   * Whether an expression that is read when the call ends names {@code this} or an argument too.
   */
  public boolean endUsesCall() {
    int uses = uses(success) | uses(errorCode);
    for (Attribute attribute : atEnd) {
      uses |= attribute.expression().uses();
    }
    return (uses & (Expression.USES_THIS | Expression.USES_ARGUMENTS)) != 0;
  }

  /** Whether any expression names a value of the call, {@code error} included. */
  boolean usesCall() {
    return (uses() & ~Expression.USES_SCAN) != 0;
  }

  /** Whether an attribute of that key is among them. */
  boolean have(String key) {
    return have(atBegin, key) || have(atEnd, key);
  }

  private static boolean have(List<Attribute> attributes, String key) {
    for (Attribute attribute : attributes) {
      if (attribute.key().equals(key)) {
        return true;
      }
    }
    return false;
  }

  private int uses() {
    int uses = uses(when) | uses(scanId) | uses(success) | uses(errorCode);
    for (Attribute attribute : atBegin) {
      uses |= attribute.expression().uses();
    }
    for (Attribute attribute : atEnd) {
      uses |= attribute.expression().uses();
    }
    return uses;
  }

  private static int uses(@Nullable Expression expression) {
    return expression == null ? 0 : expression.uses();
  }
}
