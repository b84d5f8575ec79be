package io.scanmetrics.agent.rules;

import io.scanmetrics.agent.rules.ClassSelector.Packages;
import io.scanmetrics.agent.rules.MethodSelector.Name;
import io.scanmetrics.agent.rules.MethodSelector.Parameters;
import io.scanmetrics.agent.rules.yaml.YamlNode;
import io.scanmetrics.agent.rules.yaml.YamlNode.Items;
import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which classes and methods a rule means. Every method answers null for what it reported. */
final class SelectorReader {
  private final FaultList faults;

  SelectorReader(FaultList faults) {
    this.faults = faults;
  }

  /**
   * What stands under {@code class:}.
   *
   * @param bounded whether all but an exact name need packages
   */
  @Nullable ClassSelector type(YamlNode node, boolean bounded) {
    if (node instanceof Scalar scalar) {
      String name = className("class", scalar);
      return name == null ? null : new ClassSelector.Named(name);
    }
    Fields fields = Fields.of(node, "'class'", Keys.CLASS, faults);
    String key = fields == null ? null : onlyOne(fields, Keys.CLASS, 4);
    if (fields == null || key == null) {
      return null;
    }
    Packages packages = packages(fields, bounded && !key.equals("name"));
    Scalar scalar = fields.text(key);
    if (packages == null || scalar == null) {
      return null;
    }
    if (key.equals("name_regex")) {
      NamePattern regex = NamePattern.of(scalar, faults);
      return regex == null ? null : new ClassSelector.Like(regex, packages);
    }
    String name = className(key, scalar);
    return name == null ? null : named(key, name, scalar, packages);
  }

  private @Nullable ClassSelector named(String key, String name, Scalar place, Packages packages) {
    if (key.equals("super_type")) {
      return new ClassSelector.SubtypeOf(name, packages);
    }
    if (key.equals("annotation")) {
      return new ClassSelector.Annotated(name, packages);
    }
    if (!packages.contain(name.replace('.', '/'))) {
      faults.add(place, "'" + name + "' lies in none of its 'packages'", "leave them out");
    }
    return new ClassSelector.Named(name);
  }

  /** What stands under {@code method:}. */
  @Nullable MethodSelector method(YamlNode node) {
    if (node instanceof Scalar scalar) {
      String name = methodName(scalar);
      return name == null ? null : new MethodSelector(new MethodSelector.Named(name), null);
    }
    Fields fields = Fields.of(node, "'method'", Keys.METHOD, faults);
    String key = fields == null ? null : onlyOne(fields, Keys.METHOD, 3);
    if (fields == null || key == null) {
      return null;
    }
    int before = faults.count();
    Parameters parameters = parameters(fields);
    Scalar scalar = fields.text(key);
    Name name = scalar == null ? null : name(key, scalar);
    return name == null || faults.count() > before ? null : new MethodSelector(name, parameters);
  }

  private @Nullable Name name(String key, Scalar scalar) {
    if (key.equals("name_regex")) {
      NamePattern regex = NamePattern.of(scalar, faults);
      return regex == null ? null : new MethodSelector.Like(regex);
    }
    if (key.equals("annotation")) {
      String annotation = className(key, scalar);
      return annotation == null ? null : new MethodSelector.Annotated(annotation);
    }
    String name = methodName(scalar);
    return name == null ? null : new MethodSelector.Named(name);
  }

  /** The one key of the first few that is there. */
  private @Nullable String onlyOne(Fields fields, String[] keys, int count) {
    String found = null;
    for (int i = 0; i < count; i++) {
      if (fields.has(keys[i])) {
        if (found != null) {
          faults.add(
              fields.placeOf(keys[i]),
              "'" + keys[i] + "' cannot stand beside '" + found + "'",
              "one of them selects");
          return null;
        }
        found = keys[i];
      }
    }
    if (found == null && !fields.hasMistyped()) {
      List<String> selecting = List.of(keys).subList(0, count);
      faults.add(
          fields.place(), "nothing is selected", "add one of " + String.join(", ", selecting));
    }
    return found;
  }

  private @Nullable Packages packages(Fields fields, boolean needed) {
    int before = faults.count();
    Items items = fields.list("packages");
    if (faults.count() > before) {
      return null;
    }
    if (items == null || items.items().isEmpty()) {
      if (needed && !fields.hasMistyped()) {
        faults.add(
            fields.placeOf("packages"),
            items == null ? "missing key 'packages'" : "'packages' names none",
            "name the packages to search, as in packages: [com.acme]");
      }
      return needed ? null : Packages.ANY;
    }
    List<String> names = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    for (YamlNode item : items.items()) {
      if (!(item instanceof Scalar scalar)) {
        faults.add(item, "a package must be a text", null);
      } else if (!JavaNames.isClass(scalar.text())) {
        RuleWording.badPackage(scalar, faults);
      } else {
        names.add(scalar.text());
        prefixes.add(scalar.text().replace('.', '/') + "/");
      }
    }
    return names.size() == items.items().size() ? new Packages(names, prefixes) : null;
  }

  private @Nullable Parameters parameters(Fields fields) {
    Items items = fields.list("parameters");
    if (items == null) {
      return null;
    }
    List<String> types = new ArrayList<>();
    for (YamlNode item : items.items()) {
      if (!(item instanceof Scalar scalar)) {
        faults.add(item, "a parameter type must be a text", null);
      } else if (!ParameterTypes.isType(scalar.text())) {
        RuleWording.badType(scalar, faults);
      } else {
        types.add(scalar.text());
      }
    }
    return new Parameters(types);
  }

  private @Nullable String className(String key, Scalar scalar) {
    if (JavaNames.isClass(scalar.text())) {
      return scalar.text();
    }
    RuleWording.badClassName(key, scalar, faults);
    return null;
  }

  private @Nullable String methodName(Scalar scalar) {
    if (JavaNames.isMethod(scalar.text())) {
      return scalar.text();
    }
    RuleWording.badMethodName(scalar, faults);
    return null;
  }
}
