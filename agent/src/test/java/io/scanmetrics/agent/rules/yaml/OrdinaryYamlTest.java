package io.scanmetrics.agent.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.rules.yaml.YamlNode.Entries;
import io.scanmetrics.agent.rules.yaml.YamlNode.Entry;
import io.scanmetrics.agent.rules.yaml.YamlNode.Items;
import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader must never see another tree than the library does, places included. */
class OrdinaryYamlTest {
  private static final String RULES =
      """
      version: 1
      scanner:                  # constants …
        version: ${env:SCANNER_VERSION:-dev}

      scans:
        - class: com.acme.Scanner # exact name …
          method: scan
          attributes:
            scan.id: param0.id
            scan.artifact.type: "'oci_image'"
      # a comment at the margin
      phases:
      - phase: 'analyze'
        class:
          super_type: com.acme.Analyzer
          packages: [com.acme, "com.other"]
        method:
          name_regex: analy[sz]e
          parameters: []
        exclude:
          - class: com.acme.Wrapper

          - method: close
        success:
      -   phase: vex
          class: a#b
          method: it's
      """;

  @Test
  void anOrdinaryFileIsReadAndEqualsWhatTheLibraryReads() throws YamlFault {
    YamlNode root = OrdinaryYaml.read(RULES);

    assertThat(root).isNotNull();
    assertThat(withoutMissing(root)).isEqualTo(withoutMissing(LibraryYaml.read(RULES)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# only a comment",
        "just a text",
        "key: 'it''s'",
        "key: \"a\\tb\"",
        "key: |\n  block",
        "key: {a: b}",
        "key: &anchor value",
        "key: *alias",
        "key: !tag value",
        "key: value\n  continued",
        "key: a: b",
        "- - nested",
        "? complex\n: key",
        "'quoted key': 1",
        "key:\n\tvalue: 1",
        "key: 1\r\n",
        "---\nkey: 1",
        "a:\n    b: 1\n  c: 2",
        "a: 1\n- b",
        "key: [a, [b]]",
        "key: [a",
        "key: 'open",
        "key: \u0007",
      })
  void whatIsNotOrdinaryIsLeftToTheLibrary(String text) {
    assertThat(OrdinaryYaml.read(text)).isNull();
  }

  @Test
  void noRandomDocumentIsReadOtherwiseThanByTheLibrary() {
    Random random = new Random(20261123);
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      read += isReadAsByTheLibrary(document(random));
    }
    assertThat(read).isGreaterThan(500);
  }

  @Test
  void noMistypedFileIsReadOtherwiseThanByTheLibrary() {
    Random random = new Random(20261124);
    int read = 0;
    for (int i = 0; i < 15_000; i++) {
      String text = RULES;
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        text = mistyped(text, random);
      }
      read += isReadAsByTheLibrary(text);
    }
    assertThat(read).isGreaterThan(5_000);
  }

  private static int isReadAsByTheLibrary(String text) {
    YamlNode quick = OrdinaryYaml.read(text);
    if (quick == null) {
      return 0;
    }
    assertThat(withoutMissing(quick)).as(text).isEqualTo(withoutMissing(library(text)));
    return 1;
  }

  private static String mistyped(String text, Random random) {
    int at = random.nextInt(text.length());
    int lineStart = text.lastIndexOf('\n', at) + 1;
    int lineEnd = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at) + 1;
    String line = text.substring(lineStart, Math.max(lineEnd, lineStart));
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + PARTS[random.nextInt(PARTS.length)] + text.substring(at);
      case 2 -> text.substring(0, lineStart) + text.substring(lineEnd);
      case 3 -> text.substring(0, lineEnd) + line + text.substring(lineEnd);
      case 4 -> text.substring(0, lineStart) + "  " + text.substring(lineStart);
      default -> text.substring(0, lineStart) + line.stripLeading() + text.substring(lineEnd);
    };
  }

  private static @Nullable YamlNode library(String text) {
    try {
      return LibraryYaml.read(text);
    } catch (YamlFault e) {
      throw new AssertionError(e.getMessage() + " in\n" + text, e);
    }
  }

  private static final String[] PARTS = {
    "a: ",
    "b:",
    "c: ",
    "d.e-f: ",
    "- ",
    "- ",
    "-",
    "x",
    "y z",
    "'q'",
    "\"q\"",
    "[",
    "]",
    ", ",
    "[]",
    "[x, 'y']",
    "#",
    " # c",
    ":",
    ": ",
    "  ",
    " ",
    "~",
    "null",
    "-1",
    "1.5",
    "{",
    "}",
    "&a ",
    "*a",
    "!t ",
    "|",
    ">",
    "%",
    "@",
    "`",
    "?",
    "? ",
    "''",
    "\"\"",
    "'",
    "\"",
    "\\",
    "…",
    "=",
    "<",
    "a",
    "${x:-y}",
    "http://x"
  };

  private static String document(Random random) {
    StringBuilder text = new StringBuilder();
    int lines = 1 + random.nextInt(6);
    for (int i = 0; i < lines; i++) {
      text.append("  ".repeat(random.nextInt(4)));
      if (random.nextInt(12) == 0) {
        text.append(' ');
      }
      int parts = random.nextInt(10) == 0 ? 5 : 1 + random.nextInt(3);
      for (int j = 0; j < parts; j++) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      text.append(random.nextInt(20) == 0 ? "\n\n" : "\n");
    }
    return text.toString();
  }

  /** Where nothing stands has no place that matters: faults name its key's. */
  private static @Nullable YamlNode withoutMissing(@Nullable YamlNode node) {
    if (node instanceof Scalar scalar && scalar.text().isEmpty() && !scalar.quoted()) {
      return new Scalar("", false, 0, 0);
    }
    if (node instanceof Items items) {
      List<YamlNode> list = items.items().stream().map(OrdinaryYamlTest::present).toList();
      return new Items(list, items.line(), items.column());
    }
    if (node instanceof Entries entries) {
      List<Entry> list =
          entries.entries().stream().map(e -> new Entry(e.key(), present(e.value()))).toList();
      return new Entries(list, entries.line(), entries.column());
    }
    return node;
  }

  private static YamlNode present(YamlNode node) {
    YamlNode result = withoutMissing(node);
    assertThat(result).isNotNull();
    return result == null ? node : result;
  }
}
