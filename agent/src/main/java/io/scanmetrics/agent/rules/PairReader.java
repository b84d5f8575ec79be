package io.scanmetrics.agent.rules;

import io.scanmetrics.agent.rules.Hook.Exclude;
import io.scanmetrics.agent.rules.Hook.Role;
import io.scanmetrics.agent.rules.Readings.Attribute;
import io.scanmetrics.agent.rules.Rule.Kind;
import io.scanmetrics.agent.rules.expression.Expression;
import io.scanmetrics.agent.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the boundary of a rule that has {@code start:} and {@code end:}. */
final class PairReader {
  private final FaultList faults;
  private final RuleReader rules;
  private final ReadingsReader readings;

  PairReader(FaultList faults, RuleReader rules, ReadingsReader readings) {
    this.faults = faults;
    this.rules = rules;
    this.readings = readings;
  }

  /** The pair; {@code null} if there is a fault in it. */
  Rule.@Nullable Pair read(Kind kind, Fields rule, List<Exclude> excludes) {
    Fields start = end(rule, "start");
    Fields end = end(rule, "end");
    Expression shared = readings.expression(rule, "scan_id");
    List<Attribute> attributes = readings.attributes(rule);
    Expression when = readings.atBegin(rule, "when");
    Expression success = readings.expression(rule, "success");
    Expression errorCode = readings.expression(rule, "error_code");
    if (start == null || end == null) {
      return null;
    }
    requireScanIds(kind, rule, start, end);
    Readings atStart =
        readings(start, shared, when, ReadingsReader.readAt(false, attributes), null, null);
    Readings atEnd =
        readings(end, shared, null, ReadingsReader.readAt(true, attributes), success, errorCode);
    Hook first = rules.hook(Role.START, start, excludes, atStart);
    Hook last = rules.hook(Role.END, end, excludes, atEnd);
    return first == null || last == null ? null : new Rule.Pair(first, last);
  }

  private @Nullable Fields end(Fields rule, String key) {
    YamlNode node = rule.required(key);
    return node == null ? null : Fields.of(node, "'" + key + "'", Keys.HOOK, faults);
  }

  private Readings readings(
      Fields fields,
      @Nullable Expression sharedScanId,
      @Nullable Expression when,
      List<Attribute> shared,
      @Nullable Expression success,
      @Nullable Expression errorCode) {
    Expression own = readings.expression(fields, "scan_id");
    List<Attribute> all = new ArrayList<>(shared);
    all.addAll(readings.attributes(fields));
    return new Readings(
        when,
        own == null ? sharedScanId : own,
        ReadingsReader.readAt(false, all),
        ReadingsReader.readAt(true, all),
        success,
        errorCode);
  }

  /** Only a phase can do without: it is then joined within its scan. */
  private void requireScanIds(Kind kind, Fields rule, Fields start, Fields end) {
    boolean atStart = start.has("scan_id");
    boolean atEnd = end.has("scan_id");
    boolean joined = rule.has("scan_id") || (atStart && atEnd);
    boolean needed = kind == Kind.SCAN || atStart || atEnd;
    if (needed && !joined && !rule.hasMistyped()) {
      faults.add(
          rule.place(),
          "missing key 'scan_id'",
          "it joins 'start' and 'end': one at the rule, or one at each of them");
    }
  }
}
