package io.scanmetrics.agent.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

class TableTest {
  private final StringWriter out = new StringWriter();

  @Test
  void columnsAreAsWideAsTheyNeedToBe() {
    Table table = table(40).name("phase").number("scans").text("error");
    table.row("ingest", "1,204", "none");
    table.row("vex", "9", "");
    table.print();

    assertThat(out.toString().lines())
        .containsExactly("phase   scans  error", "ingest  1,204  none", "vex         9");
  }

  @Test
  void namesAreCutInTheirMiddleAndTextsAtTheirEnd() {
    Table table = table(40).name("scan").text("most of it in").number("took");
    table.row("registry.example/service:1234", "analyze 66 %, ingest 20 %", "12 min");
    table.print();

    assertThat(out.toString().lines())
        .containsExactly(
            "scan             most of it in      took", "registr…ce:1234  analyze 66 %, …  12 min");
  }

  @Test
  void whatStillDoesNotFitIsLeftOutFromTheEnd() {
    Table table = table(25).name("a name of a scan").number("the first").number("the second");
    table.row("x", "1", "2");
    table.print();

    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 25);
    assertThat(out.toString()).contains("the first").doesNotContain("the second");
  }

  @Test
  void cellsAreNoMarkup() {
    Table table = table(40).text("error").number("n");
    table.row("@|red,bold x|@\u001b[31m", "1");
    table.print();

    assertThat(out.toString()).contains("@¦red,bold x|@\uFFFD[31m");
  }

  @Test
  void aTableWithoutRowsIsNotThere() {
    table(40).text("error").print();

    assertThat(out.toString()).isEmpty();
  }

  private Table table(int width) {
    return new Table(
        new Terminal(new PrintWriter(out, true), width, Help.defaultColorScheme(Ansi.OFF)));
  }
}
