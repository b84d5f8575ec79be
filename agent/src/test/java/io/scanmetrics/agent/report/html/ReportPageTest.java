package io.scanmetrics.agent.report.html;

import static io.scanmetrics.agent.report.Reports.breakdown;
import static io.scanmetrics.agent.report.Reports.hundred;
import static io.scanmetrics.agent.report.Reports.phase;
import static io.scanmetrics.agent.report.Reports.run;
import static io.scanmetrics.agent.report.Reports.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.report.Reports;
import io.scanmetrics.store.postgres.report.LostScans;
import io.scanmetrics.store.postgres.report.PhaseRun;
import io.scanmetrics.store.postgres.report.ScanReport;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final String HOSTILE = "</script><script>alert(1)</script><img src=x>\u202e";

  @Test
  void whatItComesToStandsFirst() {
    Document page = page(missed("publish"));

    Element verdict = page.expectFirst(".verdict");
    assertThat(verdict.expectFirst("h2").text())
        .isEqualTo("P95 misses its target. P50 meets its target.");
    assertThat(verdict.expectFirst(".first").text()).isEqualTo("Fix analyze first.");
    assertThat(page.select("main > *").get(0)).isSameAs(verdict);
  }

  @Test
  void aTargetIsToldByWordsAndNotByColourAlone() {
    Document page = page(missed("publish"));

    assertThat(page.select(".card").eachText())
        .containsExactly(
            "P50 ✓ 1 min 30 s target of less than 2 min: met 60.00 % within 2 min, 50 % needed",
            "P95 ✗ 6 min 40 s target of less than 5 min: missed 90.00 % within 5 min, 95 % needed");
  }

  @Test
  void aPercentileThatIsNeverReachedIsExplained() {
    ScanReport report =
        Reports.of(
            hundred(60, 80, 20, 90_000.0, null),
            breakdown(80, null, phase("analyze", 0.5, null)),
            List.of());

    assertThat(page(report).select(".card").get(1).text())
        .contains("P95 ✗ never")
        .endsWith("Too many scans failed or died for it to be reached.");
  }

  @Test
  void eachChartHasItsFiguresBesideIt() {
    Document page = page(missed("publish"));

    assertThat(page.select("figure[data-chart]").eachAttr("data-chart"))
        .containsExactly("tte", "compliance", "ends", "shares", "durations");
    assertThat(page.select("details.figures caption").eachText())
        .containsExactly(
            "Time-to-Evidence in each step",
            "What became of the scans of each step",
            "Phases' shares in each step",
            "Scans that succeeded, by how long they took");
  }

  @Test
  void withoutScansThereAreNoEmptyChartsAndTables() {
    Document page = page(Reports.empty());

    assertThat(page.expectFirst(".verdict").text()).isEqualTo("No scan started in this time.");
    assertThat(page.select("figure, table")).isEmpty();
  }

  @Test
  void namesAreNothingButText() {
    Document page = page(missed(HOSTILE));

    assertThat(page.select("script")).hasSize(3);
    assertThat(page.select("img")).isEmpty();
    assertThat(page.expectFirst("#phases ~ .scroll tbody tr:nth-child(2) th").text())
        .isEqualTo("</script><script>alert(1)</script><img src=x>\uFFFD");
    assertThat(page.expectFirst("#lost ~ .scroll tbody th").text()).startsWith("</script>");
  }

  @Test
  void itsPolicyAllowsItsOwnScriptsOnly() {
    Document page = page(Reports.empty());

    String policy = page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");
    assertThat(policy).startsWith("default-src 'none'; script-src 'sha256-");
    for (Element script : page.select("script:not([type])")) {
      assertThat(policy).contains(new PageFile(script.data()).digest());
    }
  }

  @Test
  void nothingInItIsElsewhere() {
    Document page = page(missed("publish"));

    assertThat(page.select("[src], [href], [srcset], [action], link, base")).isEmpty();
    assertThat(page.select("style").get(0).data()).doesNotContain("url(", "@import");
  }

  @Test
  void itCarriesTheLicenceOfTheLibraryThatDrawsIt() {
    assertThat(ReportPage.of(Reports.empty()))
        .contains("Copyright 2010-2023 Mike Bostock", "THE SOFTWARE IS PROVIDED \"AS IS\"");
  }

  @Test
  void scansOfVeryManyPhasesDoNotMakeItMuchLarger() {
    PhaseRun[] runs =
        IntStream.range(0, 1_000)
            .mapToObj(
                i -> run("phase-%d-%s".formatted(i % 100, "x".repeat(190)), i, i + 0.5, false))
            .toArray(PhaseRun[]::new);

    int ordinary = ReportPage.of(Reports.slowest(scan(Duration.ofSeconds(1_000)))).length();
    int large = ReportPage.of(Reports.slowest(scan(Duration.ofSeconds(1_000), runs))).length();

    assertThat(large - ordinary).isLessThan(10 * 60_000);
  }

  private static Document page(ScanReport report) {
    return Jsoup.parse(ReportPage.of(report));
  }

  /** P50 is met, P95 is not. */
  private static ScanReport missed(String phase) {
    return Reports.of(
        hundred(60, 90, 2, 90_000.0, 400_000.0),
        breakdown(98, 200_000.0, phase("analyze", 0.5, 150_000.0), phase(phase, 0.1, 10_000.0)),
        List.of(new LostScans(false, phase, "E", 2)));
  }
}
