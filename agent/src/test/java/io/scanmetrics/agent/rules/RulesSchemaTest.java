package io.scanmetrics.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.rules.yaml.Yaml;
import io.scanmetrics.agent.rules.yaml.YamlFault;
import io.scanmetrics.agent.rules.yaml.YamlNode;
import io.scanmetrics.agent.rules.yaml.YamlNode.Entries;
import io.scanmetrics.agent.rules.yaml.YamlNode.Entry;
import io.scanmetrics.agent.rules.yaml.YamlNode.Items;
import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import io.scanmetrics.agent.testing.RulesReference;
import io.scanmetrics.agent.testing.RulesReference.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema that editors use says what the reader reads. */
class RulesSchemaTest {
  private static final Path SCHEMA_FILE = Path.of("rules.schema.json");
  private static final JsonNode SCHEMA = json(SCHEMA_FILE);
  private static final JsonSchema VALIDATOR =
      JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA);

  @TempDir private Path folder;

  static Stream<Path> shippedRules() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
      List<Path> rules =
          files
              .filter(file -> file.toString().endsWith("-rules.yaml"))
              .filter(file -> !file.toString().contains("/target/"))
              .toList();
      assertThat(rules).isNotEmpty();
      return rules.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shippedRules")
  void acceptsTheRulesThatAreShipped(Path file) throws Exception {
    assertThat(violations(Files.readString(file))).isEmpty();
    assertThat(new RulesFiles(folder).readFiles(Map.of(), file.toString()).faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scans: [{class: A, method: m}]",
        "scans: [{class: a.B$C, method: {name_regex: 'a.*', parameters: [int, 'byte[]', String]}}]",
        "scans: [{class: {annotation: a.B, packages: [a]}, method: {annotation: a.C}}]",
        "scans: [{scope: jvm, success: true}]",
        "scans: [{start: {class: A, method: a}, end: {class: A, method: b}, scan_id: param0}]",
        "scans: [{start: {class: A, method: a, scan_id: param0},"
            + " end: {class: A, method: b, scan_id: this.id}}]",
        "phases: [{phase: vex, class: A, method: m, nested: each, when: param0 == 1}]",
        "phases: [{phase: fetch, start: {class: A, method: a}, end: {class: A, method: b}}]",
        "phases: [{phase: vex, class: {name_regex: x, packages: [a.b]}, method: m,"
            + " exclude: [{class: {name_regex: y}}, {method: z}]}]",
        "phases: [{phase: vex, class: A, method: m, attributes: {scan.finding.count: 1, own: true}}]",
        "enabled: false",
        "scanner: {version: 1.5, image_digest: x}",
        "phases:",
      })
  void acceptsWhatTheReaderReads(String yaml) {
    String content = "version: 1\n" + yaml + "\n";

    assertThat(new RulesFiles(folder).read(content).faults()).isEmpty();
    assertThat(violations(content)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scans: [{class: A}]",
        "scans: [{class: A, methd: m}]",
        "scans: [{class: A, method: m, scope: jvm}]",
        "scans: [{scope: vm}]",
        "scans: [{scope: jvm, class: A}]",
        "scans: [{class: A, method: m, nested: each}]",
        "scans: [{start: {class: A, method: a}, end: {class: A, method: b}}]",
        "scans: [{class: A, start: {class: A, method: a}, end: {class: A, method: b}, scan_id: this}]",
        "scans: {class: A, method: m}",
        "phases: [{class: A, method: m}]",
        "phases: [{phase: vex, class: A, method: <init>}]",
        "phases: [{phase: vex, class: A, method: m(int)}]",
        "phases: [{phase: vex, class: a/A, method: m}]",
        "phases: [{phase: vex, class: {super_type: A}, method: m}]",
        "phases: [{phase: vex, class: {super_type: A, packages: []}, method: m}]",
        "phases: [{phase: vex, class: {super_type: A, packages: a}, method: m}]",
        "phases: [{phase: vex, class: {super_type: A, annotation: B, packages: [a]}, method: m}]",
        "phases: [{phase: vex, class: A, method: {parameters: []}}]",
        "phases: [{phase: vex, class: A, method: {name: m, parameters: [String...]}}]",
        "phases: [{phase: vex, class: A, method: m, nested: all}]",
        "phases: [{phase: vex, class: A, method: m, exclude: [{}]}]",
        "phases: [{phase: vex, class: A, method: m, exclude: {class: B}}]",
        "phases: [{phase: vex, class: A, method: m, attributes: {scan.findings.count: 1}}]",
        "phases: [{phase: vex, class: A, method: m, attributes: {scan.phase.name: 1}}]",
        "phases: [{phase: vex, class: A, method: m, attributes: {a: [1]}}]",
        "phases: [{phase: vex, class: A, method: m, success: [1]}]",
        "enabled: maybe",
        "scanner: {verison: 1}",
        "rules: []",
      })
  void refusesWhatTheReaderRefuses(String yaml) {
    String content = "version: 1\n" + yaml + "\n";

    assertThat(new RulesFiles(folder).read(content).faults()).isNotEmpty();
    assertThat(violations(content)).isNotEmpty();
  }

  @Test
  void refusesOtherVersions() {
    assertThat(violations("version: 2\nphases: []\n")).isNotEmpty();
    assertThat(violations("phases: []\n")).isNotEmpty();
    assertThat(violations("version: 1\n")).isNotEmpty();
  }

  @Test
  void hasTheKeysThatTheReaderKnows() {
    assertThat(keys("")).containsExactlyInAnyOrder(Keys.FILE);
    assertThat(keys("/properties/scanner")).containsExactlyInAnyOrder(Keys.SCANNER);
    assertThat(keys("/$defs/scan")).containsExactlyInAnyOrder(Keys.SCAN);
    assertThat(keys("/$defs/phase")).containsExactlyInAnyOrder(Keys.PHASE);
    assertThat(keys("/$defs/hook")).containsExactlyInAnyOrder(Keys.HOOK);
    assertThat(keys("/$defs/exclude/items")).containsExactlyInAnyOrder(Keys.EXCLUDE);
    assertThat(keys("/$defs/class_map")).containsExactlyInAnyOrder(Keys.CLASS);
    assertThat(keys("/$defs/method_map")).containsExactlyInAnyOrder(Keys.METHOD);
    assertThat(keys("/$defs/attributes"))
        .containsExactlyElementsOf(
            Arrays.stream(ScanAttribute.values()).map(ScanAttribute::key).toList());
  }

  @Test
  void hasNoKeyThatTheReferenceGivesNoExampleOf() {
    String examples =
        RulesReference.examples().stream().map(Example::rules).collect(Collectors.joining());

    for (String place : List.of("", "/properties/scanner")) {
      assertThat(keys(place)).allSatisfy(key -> assertThat(examples).contains(key + ":"));
    }
    SCHEMA
        .at("/$defs")
        .fieldNames()
        .forEachRemaining(
            each -> {
              if (!each.equals("attributes")) {
                assertThat(keys("/$defs/" + each))
                    .allSatisfy(key -> assertThat(examples).containsPattern("\\b" + key + ":"));
              }
            });
  }

  @Test
  void namesTheSixPhases() {
    List<String> phases = new ArrayList<>();
    SCHEMA
        .at("/$defs/phase/properties/phase/anyOf/0/enum")
        .forEach(phase -> phases.add(phase.asText()));
    assertThat(phases)
        .containsExactlyElementsOf(
            Arrays.stream(PhaseName.values())
                .filter(phase -> phase != PhaseName.OTHER)
                .map(PhaseName::text)
                .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "/$defs/scan",
    "/$defs/phase",
    "/$defs/hook",
    "/$defs/class_map",
    "/$defs/method_map"
  })
  void describesEveryKey(String place) {
    SCHEMA
        .at(place + "/properties")
        .properties()
        .forEach(
            property -> {
              JsonNode value = property.getValue();
              String reference = value.path("$ref").asText().replace("#", "");
              boolean described =
                  value.has("description") || SCHEMA.at(reference).has("description");
              assertThat(described).as(property.getKey()).isTrue();
            });
  }

  private static List<String> keys(String place) {
    List<String> keys = new ArrayList<>();
    SCHEMA.at(place + "/properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static Set<ValidationMessage> violations(String yaml) {
    try {
      return VALIDATOR.validate(json(Yaml.read(yaml)));
    } catch (YamlFault e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As an editor sees the file: with the types of YAML. */
  private static JsonNode json(@Nullable YamlNode node) {
    JsonNodeFactory factory = JsonNodeFactory.instance;
    if (node instanceof Items items) {
      ArrayNode array = factory.arrayNode();
      items.items().forEach(item -> array.add(json(item)));
      return array;
    }
    if (node instanceof Entries entries) {
      ObjectNode object = factory.objectNode();
      for (Entry entry : entries.entries()) {
        object.set(entry.key().text(), json(entry.value()));
      }
      return object;
    }
    if (!(node instanceof Scalar scalar) || scalar.isMissing()) {
      return factory.nullNode();
    }
    String text = scalar.text();
    if (scalar.quoted()) {
      return factory.textNode(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return factory.booleanNode(text.equals("true"));
    }
    if (text.matches("-?\\d{1,9}")) {
      return factory.numberNode(Integer.parseInt(text));
    }
    return text.matches("-?\\d+\\.\\d+")
        ? factory.numberNode(Double.parseDouble(text))
        : factory.textNode(text);
  }
}
