package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.RulesReference;
import io.scanmetrics.agent.testing.RulesReference.Example;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of RULES.md does what stands below it. */
class RulesReferenceIT {
  private static final String SCAN =
      """
      version: 1
      scans:
        - class: com.acme.Scanner
          method: scan
          attributes:
            scan.id: param0.id
      """;

  @TempDir Path folder;

  /** The name of a row, how it failed, and its JSON. */
  private static final String ROWS =
      """
      SELECT 'scan ' || jsonb_strip_nulls(coalesce(attributes, '{}') || jsonb_build_object(
               'artifact_type', artifact_type, 'artifact_digest', artifact_digest,
               'package_count', package_count, 'finding_count', finding_count,
               'scanner_version', scanner_version,
               'scanner_image_digest', scanner_image_digest))::TEXT
      FROM scanner.scan_metrics
      UNION ALL
      SELECT coalesce(phase_metrics ->> 'scan.phase.name', phase_name)
             || CASE WHEN success THEN '' ELSE ' failed ' || coalesce(error_code, '') END
             || coalesce(' ' || nullif(phase_metrics - 'scan.phase.name', '{}')::TEXT, '')
      FROM scanner.execution_phases
      """;

  static Stream<Arguments> wholeFiles() {
    List<Example> examples = RulesReference.examples().stream().filter(Example::isWhole).toList();
    assertThat(examples).isNotEmpty();
    return Jdk.last().flatMap(jdk -> examples.stream().map(each -> Arguments.of(jdk, each)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wholeFiles")
  void aWholeFileDoesWhatItSays(Jdk jdk, Example example) throws Exception {
    assertThat(rows(jdk, List.of(file("rules.yaml", example.rules()))))
        .containsExactlyInAnyOrderElementsOf(example.outcome());
  }

  /** Each phase has a name of its own, so one JVM can run them all. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.scanmetrics.agent.testing.Jdk#last")
  void rulesForPhasesDoWhatTheySay(Jdk jdk) throws Exception {
    List<Example> examples =
        RulesReference.examples().stream().filter(each -> !each.isWhole()).toList();
    List<String> files = new ArrayList<>(List.of(file("scan.yaml", SCAN)));
    for (Example example : examples) {
      files.add(file(files.size() + ".yaml", "version: 1\n" + example.rules()));
    }

    List<String> rows = rows(jdk, files);

    List<String> seen = new ArrayList<>();
    for (Example example : examples) {
      List<String> own = new ArrayList<>(example.phases());
      if (example.outcome().stream().anyMatch(line -> line.startsWith("scan "))) {
        own.add("scan");
      }
      List<String> found = rows.stream().filter(row -> own.contains(name(row))).toList();
      assertThat(found).as(example.rules()).containsExactlyInAnyOrderElementsOf(example.outcome());
      seen.addAll(found);
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(rows);
  }

  private List<String> rows(Jdk jdk, List<String> rules) throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .withAgent("rules='" + String.join(",", rules) + "'")
            .storingIn(database)
            .run(Application.compile("reference"), "com.acme.Scanner")
            .prints(0);
    assertThat(result.stderr().lines()).allMatch(line -> line.startsWith("[scan-metrics] INFO "));
    return database.rows(ROWS).stream().map(row -> String.valueOf(row.get(0))).toList();
  }

  private String file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static String name(String row) {
    return row.split(" ", 2)[0];
  }
}
