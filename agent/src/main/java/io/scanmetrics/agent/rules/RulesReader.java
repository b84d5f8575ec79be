package io.scanmetrics.agent.rules;

import io.scanmetrics.PhaseName;
import io.scanmetrics.agent.rules.Rule.Kind;
import io.scanmetrics.agent.rules.expression.Expressions;
import io.scanmetrics.agent.rules.yaml.Yaml;
import io.scanmetrics.agent.rules.yaml.YamlFault;
import io.scanmetrics.agent.rules.yaml.YamlNode;
import io.scanmetrics.agent.rules.yaml.YamlNode.Items;
import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules files into {@link Rules}, and finds all that is wrong in them at once. Runs in
 * premain; never throws for what stands in a file. One reader reads once.
 */
public final class RulesReader {
  private final Expressions expressions;
  private final Map<String, String> environment;
  private final List<Rule> scans = new ArrayList<>();
  private final List<Rule> phases = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> notices = new ArrayList<>();
  private boolean enabled = true;

  /** Whether the last file that may say so does say {@code enabled: false}. */
  private boolean switchedOff;

  private @Nullable String scannerVersion;
  private @Nullable String scannerImageDigest;

  private RulesReader(Expressions expressions, Map<String, String> environment) {
    this.expressions = expressions;
    this.environment = environment;
  }

  /**
   * Reads the files in their order, as one: lists are joined, {@code enabled} and keys under {@code
   * scanner:} of a later file win.
   *
   * @param files as the user named them, relative to the working directory
   * @param environment for {@code ${env:NAME}}
   * @param expressions compiles what the rules read
   */
  public static RulesReading read(
      List<String> files, Map<String, String> environment, Expressions expressions) {
    RulesReader reader = new RulesReader(expressions, environment);
    for (String file : files) {
      FaultList found = new FaultList(file);
      reader.file(file, found);
      found.addTo(reader.faults);
    }
    return reader.result();
  }

  private RulesReading result() {
    List<Rule> rules = new ArrayList<>();
    for (Rule scan : scans) {
      if (rules.isEmpty() || !ScanOverlap.isHidden(scan, rules, notices)) {
        rules.add(scan);
      }
    }
    int hidden = scans.size() - rules.size();
    rules.addAll(phases);
    return new RulesReading(
        new Rules(scannerVersion, scannerImageDigest, enabled, rules),
        faults,
        switchedOff,
        hidden,
        notices);
  }

  private void file(String name, FaultList found) {
    // Until its own word on that has been read, which may be another.
    boolean before = switchedOff;
    switchedOff = false;
    String text = RulesText.read(name, found);
    if (text == null) {
      return;
    }
    try {
      YamlNode root = Yaml.read(text);
      if (root == null) {
        found.add("is empty", "begin with 'version: 1'");
      } else {
        document(root, before, found);
      }
    } catch (YamlFault e) {
      RuleWording.noYaml(text, e, found);
    }
  }

  private void document(YamlNode root, boolean before, FaultList found) {
    Fields fields = Fields.of(root, "a rules file", Keys.FILE, found);
    if (fields == null || !isKnownVersion(fields, found)) {
      return;
    }
    enabled(fields, before, found);
    if (!fields.has("enabled")
        && !fields.has("scanner")
        && !fields.has("scans")
        && !fields.has("phases")) {
      found.add(root, "there are no rules", "add 'scans:' and 'phases:'");
    }
    scanner(fields, found);
    rules(Kind.SCAN, fields.list("scans"), scans, found);
    rules(Kind.PHASE, fields.list("phases"), phases, found);
  }

  /** Of another version nothing is read: its keys could mean anything. */
  private static boolean isKnownVersion(Fields fields, FaultList found) {
    Scalar version = fields.requiredText("version");
    if (version == null || version.text().equals("1")) {
      return true;
    }
    found.add(version, "version '" + version.text() + "' is unknown", "there is version 1");
    return false;
  }

  private void enabled(Fields fields, boolean before, FaultList found) {
    Scalar flag = fields.text("enabled");
    if (flag == null) {
      switchedOff = before && !fields.has("enabled") && !fields.hasMistyped();
      return;
    }
    if (flag.text().equals("true") || flag.text().equals("false")) {
      enabled = flag.text().equals("true");
      switchedOff = !enabled;
    } else {
      found.add(flag, "'" + flag.text() + "' is neither true nor false", "write true or false");
    }
  }

  private void scanner(Fields fields, FaultList found) {
    YamlNode node = fields.get("scanner");
    Fields scanner =
        node == null || Fields.isMissing(node)
            ? null
            : Fields.of(node, "'scanner'", Keys.SCANNER, found);
    if (scanner == null) {
      return;
    }
    Environment filler = new Environment(environment, found);
    if (scanner.has("version")) {
      scannerVersion = filled(scanner.text("version"), filler);
    }
    if (scanner.has("image_digest")) {
      scannerImageDigest = filled(scanner.text("image_digest"), filler);
    }
  }

  private static @Nullable String filled(@Nullable Scalar value, Environment filler) {
    return value == null ? null : filler.fill(value);
  }

  private void rules(Kind kind, @Nullable Items items, List<Rule> into, FaultList found) {
    if (items == null) {
      return;
    }
    RuleReader reader = new RuleReader(expressions, new Environment(environment, found), found);
    for (YamlNode item : items.items()) {
      Rule rule = reader.read(kind, item);
      if (rule != null) {
        into.add(rule);
        noticeOtherPhase(rule);
      }
    }
  }

  /** A phase of another name is allowed, but nearly the name of one of the six is a slip. */
  private void noticeOtherPhase(Rule rule) {
    String phase = rule.phase();
    if (phase != null && PhaseName.of(phase) == PhaseName.OTHER) {
      PhaseWording.notice(phase, rule.source(), notices);
    }
  }
}
