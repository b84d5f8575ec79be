package io.scanmetrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of the public convention are those of the code, no row more nor less. */
class ReadmeTest {
  private final List<String> lines;

  ReadmeTest() throws IOException {
    lines = Files.readAllLines(Path.of("README.md"));
  }

  @Test
  void namesEveryAttributeOfAScanWithItsColumnAndKind() {
    assertThat(table("| span attribute | column of `scanner.scan_metrics` | as |"))
        .containsExactlyElementsOf(
            Stream.of(ScanAttribute.values())
                .map(a -> row(code(a.key()), code(a.column()), wording(a.kind())))
                .toList());
  }

  @Test
  void namesWhatIsReadOfAPhase() {
    List<String> table = table("| on a phase | column of `scanner.execution_phases` |");

    assertThat(table)
        .anyMatch(row -> row.startsWith("| " + code(ScanSpans.PHASE_NAME) + " | `phase_name`"))
        .contains(row(code(ScanSpans.ERROR_TYPE), code("error_code")));
    assertThat(table.stream().filter(row -> row.startsWith("| `"))).hasSize(2);
  }

  private static String wording(ScanAttribute.Kind kind) {
    return switch (kind) {
      case ID -> "a UUID, or a text that becomes one";
      case TEXT -> "text";
      case INDEXED_TEXT -> "text, indexed";
      case ARTIFACT_TYPE -> "`oci_image`, `tarball`, `directory`, `other`";
      case COUNT -> "a count";
      case FLAG -> "true or false";
    };
  }

  /** The rows below a table's head. */
  private List<String> table(String head) {
    List<String> rows = new ArrayList<>();
    int at = lines.indexOf(head) + 2;
    assertThat(at).as(head).isGreaterThan(1);
    while (lines.get(at).startsWith("|")) {
      rows.add(lines.get(at++));
    }
    return rows;
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
