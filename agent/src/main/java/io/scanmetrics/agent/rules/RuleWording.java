package io.scanmetrics.agent.rules;

import io.scanmetrics.agent.options.Nearest;
import io.scanmetrics.agent.rules.yaml.YamlFault;
import io.scanmetrics.agent.rules.yaml.YamlNode;
import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words the faults of rules and what the user will have meant; loaded only when there are any. */
final class RuleWording {
  private RuleWording() {}

  /** Reports a key that has no place there; adds the one that was meant to those given. */
  static @Nullable List<String> unknownKey(
      Scalar key, String[] known, @Nullable List<String> meant, FaultList faults) {
    String text = key.text();
    String nearest = near(text, known);
    if (nearest == null) {
      faults.add(key, "unknown key '" + text + "'", elsewhere(text, known));
      return meant;
    }
    faults.add(key, "unknown key '" + text + "'", "did you mean '" + nearest + "'?");
    List<String> all = meant == null ? new ArrayList<>() : meant;
    all.add(nearest);
    return all;
  }

  /** A text that is no YAML; brackets of arrays are what rules files trip over. */
  static void noYaml(String text, YamlFault fault, FaultList faults) {
    String[] lines = text.split("\n", -1);
    boolean inFile = fault.line() >= 1 && fault.line() <= lines.length;
    boolean brackets = inFile && lines[fault.line() - 1].contains("[]");
    faults.add(
        fault.line(),
        fault.column(),
        String.valueOf(fault.getMessage()),
        brackets ? "types of arrays stand in quotes: ['byte[]']" : null);
  }

  static void notAList(String key, YamlNode node, FaultList faults) {
    String mend = node instanceof Scalar scalar ? "write [" + scalar.text() + "]" : null;
    faults.add(node, "'" + key + "' must be a list", mend);
  }

  static void unknownValue(String key, Scalar value, String[] known, FaultList faults) {
    String nearest = near(value.text(), known);
    faults.add(
        value,
        "'" + value.text() + "' is no value of '" + key + "'",
        nearest == null
            ? "there is " + String.join(", ", known)
            : "did you mean '" + nearest + "'?");
  }

  static void badClassName(String key, Scalar name, FaultList faults) {
    String text = name.text();
    String dotted = text.replace('/', '.');
    dotted = dotted.endsWith(".class") ? dotted.substring(0, dotted.length() - 6) : dotted;
    String mend = null;
    if (JavaNames.isClass(dotted)) {
      mend = "did you mean '" + dotted + "'?";
    } else if (text.indexOf('*') >= 0) {
      mend = "patterns stand under 'name_regex:', with 'packages:'";
    }
    faults.add(name, "'" + text + "' is no " + key + " name", mend);
  }

  static void badPackage(Scalar name, FaultList faults) {
    String text = name.text();
    String stem = text.endsWith(".*") ? text.substring(0, text.length() - 2) : text;
    stem = stem.endsWith(".") ? stem.substring(0, stem.length() - 1) : stem;
    stem = stem.replace('/', '.');
    boolean mendable = JavaNames.isClass(stem);
    faults.add(
        name,
        "'" + text + "' is no package",
        mendable ? "write '" + stem + "', sub-packages are included" : null);
  }

  static void badMethodName(Scalar name, FaultList faults) {
    String text = name.text();
    if (text.equals("<init>") || text.equals("<clinit>")) {
      faults.add(
          name,
          "constructors cannot be intercepted",
          "name a method, such as the one that calls the constructor");
      return;
    }
    String mend = null;
    int parenthesis = text.indexOf('(');
    if (parenthesis > 0) {
      mend = "write '" + text.substring(0, parenthesis) + "', with the types under 'parameters:'";
    } else if (text.indexOf('.') >= 0) {
      mend = "write '" + text.substring(text.lastIndexOf('.') + 1) + "', the class stands apart";
    } else if (text.indexOf('*') >= 0) {
      mend = "patterns stand under 'name_regex:'";
    }
    faults.add(name, "'" + text + "' is no method name", mend);
  }

  static void badType(Scalar type, FaultList faults) {
    String text = type.text();
    String mend = null;
    if (text.endsWith("...")) {
      mend = "write '" + text.substring(0, text.length() - 3) + "[]'";
    } else if (text.indexOf('<') > 0) {
      mend = "write '" + text.substring(0, text.indexOf('<')) + "', without type arguments";
    } else if (text.indexOf(' ') >= 0) {
      mend = "write the type alone, without a name";
    }
    faults.add(type, "'" + text + "' is no parameter type", mend);
  }

  /** The nearest of the known words; {@code null} if none is so near that it will be meant. */
  static @Nullable String near(String text, String[] known) {
    String nearest = Nearest.of(text.toLowerCase(Locale.ROOT), Arrays.asList(known));
    int distance = Nearest.distance(text.toLowerCase(Locale.ROOT), nearest);
    return distance <= Math.max(1, Math.min(nearest.length(), text.length()) / 3) ? nearest : null;
  }

  private static String elsewhere(String key, String[] known) {
    if (key.equals("<<")) {
      return "merge keys are no part of YAML 1.2";
    }
    if (known == Keys.PHASE && Fields.contains(Keys.SCAN, key)) {
      return "it belongs to a scan rule";
    }
    if (known == Keys.SCAN && Fields.contains(Keys.PHASE, key)) {
      return "it belongs to a phase rule";
    }
    if (known == Keys.HOOK && Fields.contains(Keys.PHASE, key)) {
      return "it belongs to the rule, beside 'start' and 'end'";
    }
    return "there are " + String.join(", ", known);
  }
}
