package io.scanmetrics.agent.rules;

import io.scanmetrics.agent.rules.Hook.Exclude;
import io.scanmetrics.agent.rules.Hook.Role;
import io.scanmetrics.agent.rules.Readings.Attribute;
import io.scanmetrics.agent.rules.Rule.Boundary;
import io.scanmetrics.agent.rules.Rule.Kind;
import io.scanmetrics.agent.rules.expression.Expressions;
import io.scanmetrics.agent.rules.yaml.YamlNode;
import io.scanmetrics.agent.rules.yaml.YamlNode.Items;
import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one entry under {@code scans:} or {@code phases:}. */
final class RuleReader {
  private static final String[] SCOPES = {"jvm"};
  private static final String[] NESTED = {"each"};

  private final FaultList faults;
  private final SelectorReader selectors;
  private final ReadingsReader readings;

  RuleReader(Expressions expressions, Environment environment, FaultList faults) {
    this.faults = faults;
    this.selectors = new SelectorReader(faults);
    this.readings = new ReadingsReader(expressions, environment, faults);
  }

  /** The rule; {@code null} if there is any fault in it, all of which are then reported. */
  @Nullable Rule read(Kind kind, YamlNode node) {
    int before = faults.count();
    boolean scan = kind == Kind.SCAN;
    Fields fields = Fields.of(node, "a rule", scan ? Keys.SCAN : Keys.PHASE, faults);
    if (fields == null) {
      return null;
    }
    Scalar phase = scan ? null : fields.requiredText("phase");
    boolean nestedEach = !scan && isOneOf(fields, "nested", NESTED);
    Boundary boundary = boundary(kind, fields);
    if (boundary == null || faults.count() > before) {
      return null;
    }
    Source source = new Source(faults.file(), node.line(), node.column());
    return new Rule(kind, phase == null ? null : phase.text(), boundary, nestedEach, source);
  }

  private @Nullable Boundary boundary(Kind kind, Fields fields) {
    boolean pair = fields.has("start") || fields.has("end");
    if (kind == Kind.SCAN && fields.has("scope")) {
      refuse(fields, "scope", "class", "method", "start", "end", "exclude");
      isOneOf(fields, "scope", SCOPES);
      return new Rule.WholeJvm(process(fields));
    }
    if (pair) {
      refuse(fields, "start' and 'end", "class", "method", "nested");
      return new PairReader(faults, this, readings).read(kind, fields, excludes(fields));
    }
    Readings call = call(fields);
    Hook hook = hook(Role.CALL, fields, excludes(fields), call);
    return hook == null ? null : new Rule.Call(hook);
  }

  private Readings call(Fields fields) {
    List<Attribute> attributes = readings.attributes(fields);
    return new Readings(
        readings.atBegin(fields, "when"),
        readings.atBegin(fields, "scan_id"),
        ReadingsReader.readAt(false, attributes),
        ReadingsReader.readAt(true, attributes),
        readings.expression(fields, "success"),
        readings.expression(fields, "error_code"));
  }

  private Readings process(Fields fields) {
    Readings process = call(fields);
    if (process.usesCall()) {
      faults.add(
          fields.placeOf("scope"),
          "a rule with 'scope: jvm' has no call to read from",
          "its expressions can be constants and name 'scan'");
    }
    return process;
  }

  /** The class and method that stand there, with what to read; {@code null} if they are faulty. */
  @Nullable Hook hook(Role role, Fields fields, List<Exclude> excludes, Readings values) {
    YamlNode type = fields.required("class");
    YamlNode method = fields.required("method");
    ClassSelector classes = type == null ? null : selectors.type(type, true);
    MethodSelector methods = method == null ? null : selectors.method(method);
    return classes == null || methods == null
        ? null
        : new Hook(role, classes, methods, excludes, values);
  }

  private List<Exclude> excludes(Fields fields) {
    Items items = fields.list("exclude");
    if (items == null) {
      return List.of();
    }
    List<Exclude> excludes = new ArrayList<>();
    for (YamlNode item : items.items()) {
      Fields entry = Fields.of(item, "an entry of 'exclude'", Keys.EXCLUDE, faults);
      if (entry != null) {
        excludes.add(exclude(entry));
      }
    }
    return excludes;
  }

  private Exclude exclude(Fields entry) {
    if (!entry.has("class") && !entry.has("method") && !entry.hasMistyped()) {
      faults.add(entry.place(), "nothing is excluded", "add 'class' or 'method' or both");
    }
    YamlNode type = entry.has("class") ? entry.required("class") : null;
    YamlNode method = entry.has("method") ? entry.required("method") : null;
    return new Exclude(
        type == null ? null : selectors.type(type, false),
        method == null ? null : selectors.method(method));
  }

  /** Whether that key has its one value; another is reported. */
  private boolean isOneOf(Fields fields, String key, String[] known) {
    Scalar value = fields.text(key);
    if (value == null) {
      return false;
    }
    if (!Fields.contains(known, value.text())) {
      RuleWording.unknownValue(key, value, known, faults);
      return false;
    }
    return true;
  }

  private void refuse(Fields fields, String beside, String... keys) {
    for (String key : keys) {
      if (fields.has(key)) {
        faults.add(fields.placeOf(key), "'" + key + "' cannot stand beside '" + beside + "'", null);
      }
    }
  }
}
