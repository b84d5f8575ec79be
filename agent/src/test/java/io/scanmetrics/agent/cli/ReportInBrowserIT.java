package io.scanmetrics.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scanmetrics.agent.testing.Chromium;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.ScanHistory;
import io.scanmetrics.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report's page in a real browser: what it draws, asks for, and looks like. */
class ReportInBrowserIT {
  private static final int DESK = 1200;
  private static final int PHONE = 360;

  @TempDir private static Path folder;
  private static Chromium browser;
  private static Path week;

  @BeforeAll
  static void reportOnAWeek() throws Exception {
    browser = Chromium.startOrSkip();
    TestDatabase database = ScannerDatabase.create();
    ScanHistory.write(database, 2_000, Duration.ofDays(7), 3);
    week = page(database);
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void thePageNeitherComplainsNorAsksForAnything() throws Exception {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).hasSize(1).allMatch(address -> address.startsWith("file:"));
    browser.emulate("screen", "light");
  }

  @Test
  void everyChartDrawsWhatItsTableSays() throws Exception {
    browser.open(week, DESK);

    int steps = number("document.querySelectorAll('#tte ~ details tbody tr').length");
    assertThat(steps).isBetween(20, 31);
    assertThat(
            number(
                "document.querySelectorAll('[data-chart=tte] path.dot.p95, .beyond.p95').length"))
        .isEqualTo(steps);
    assertThat(number("document.querySelectorAll('[data-chart=tte] line.target').length"))
        .isEqualTo(2 + 1);
    assertThat(number("document.querySelectorAll('[data-chart=compliance] path.dot').length"))
        .as("none where scans that run may still meet the target or not")
        .isEqualTo(
            number(
                """
                JSON.parse(document.getElementById('data').textContent).steps
                    .flatMap(step => [step.share50, step.share95])
                    .filter(share => share !== undefined).length
                """))
        .isBetween(2 * (steps - 1), 2 * steps);
    assertThat(number("document.querySelectorAll('[data-chart=durations] .stage rect').length"))
        .isEqualTo(number("document.querySelectorAll('#durations ~ details tbody tr').length"));
    assertThat(text("document.querySelector('[data-chart=tte] .hover title').textContent"))
        .matches("20.* UTC: P50 .*, P95 .*, of \\d+ scans?");
  }

  @Test
  void barsAreAsHighAsTheirFigures() throws Exception {
    browser.open(week, DESK);

    JsonNode heights =
        browser.value(
            """
            (() => {
              const data = JSON.parse(document.getElementById('data').textContent).durations;
              const bars = [...document.querySelectorAll('[data-chart=durations] .stage rect')];
              return data.map((band, i) => bars[i].height.baseVal.value / band.scans);
            })()
            """);
    double each = heights.get(0).asDouble();
    assertThat(each).isPositive();
    assertThat(heights)
        .allSatisfy(height -> assertThat(height.asDouble() / each).isBetween(0.99, 1.01));
  }

  @Test
  void aTargetIsDrawnWhereItsValueIs() throws Exception {
    browser.open(week, DESK);

    JsonNode lines =
        browser.value(
            """
            [...document.querySelectorAll('[data-chart=tte] .stage line.target')].map(line => line.y1.baseVal.value)
            """);
    double zero = 340 - 12 - 24;
    assertThat((zero - lines.get(1).asDouble()) / (zero - lines.get(0).asDouble()))
        .as("300 s to 120 s, on a scale from zero")
        .isBetween(2.49, 2.51);
  }

  @Test
  void aPhoneShowsItWithoutScrollingSideways() throws Exception {
    browser.open(week, PHONE);
    browser.value("document.querySelectorAll('details').forEach(part => part.open = true)");

    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(PHONE);
    assertThat(
            number(
                "Math.max(...[...document.querySelectorAll('.stage svg')].map(s => s.clientWidth))"))
        .isBetween(260, PHONE);
  }

  @Test
  void whoeverLikesItDarkGetsItDark() throws Exception {
    browser.emulate("screen", "dark");
    browser.open(week, DESK);

    assertThat(text("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(21, 24, 29)");
    assertThat(text("getComputedStyle(document.querySelector('[data-chart=tte] path.p50')).stroke"))
        .isEqualTo("rgb(148, 253, 217)");
  }

  @Test
  void paperIsLightAndShowsTheWaterfalls() throws Exception {
    browser.open(week, DESK);
    browser.emulate("print", "dark");

    assertThat(text("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(number("document.querySelector('.scan .waterfall').getBoundingClientRect().height"))
        .isGreaterThan(100);
    assertThat(number("document.querySelector('.figures').getBoundingClientRect().height"))
        .isZero();
    byte[] pdf = browser.print();
    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
  }

  @Test
  void aScreenReaderIsToldOfEveryChartAndFindsItsFigures() throws Exception {
    browser.open(week, DESK);

    JsonNode nodes = browser.call("Accessibility.getFullAXTree", Map.of()).get("nodes");
    List<String> images =
        StreamSupport.stream(nodes.spliterator(), false)
            .filter(node -> node.at("/role/value").asText().equals("image"))
            .map(node -> node.at("/name/value").asText())
            .toList();
    assertThat(images)
        .containsExactly(
            "Time-to-Evidence over time",
            "Share of scans in time",
            "What became of the scans",
            "Phases' shares over time",
            "How long scans took");
    assertThat(number("document.querySelectorAll('table:not(:has(th[scope=col]))').length"))
        .isZero();
  }

  @Test
  void whateverScannersWriteIsTextAndRunsNothing() throws Exception {
    TestDatabase database = ScannerDatabase.create();
    HostileScan.write(database);

    browser.open(page(database), DESK);

    assertThat(text("String(window.hacked)")).isEqualTo("undefined");
    assertThat(
            number("document.querySelectorAll('img, iframe, object, a, link, script[src]').length"))
        .isZero();
    assertThat(number("document.scripts.length")).isEqualTo(3);
    assertThat(text("document.querySelector('.scan .name').textContent"))
        .contains("<script>hacked=1</script>");
  }

  @Test
  void anEmptyDatabaseAndASingleScanMakeAPageToo() throws Exception {
    TestDatabase database = ScannerDatabase.create();

    browser.open(page(database), DESK);
    assertThat(text("document.querySelector('.verdict').innerText"))
        .contains("No scan started in this time.", "No scan is stored in this database yet.");
    assertThat(number("document.querySelectorAll('figure, table').length")).isZero();

    ScanHistory.write(database, 1, Duration.ofDays(7), 0);
    browser.open(page(database), DESK);
    assertThat(text("document.querySelector('.verdict').innerText"))
        .contains("One scan says little");
    assertThat(number("document.querySelectorAll('[data-chart=tte] path.dot').length"))
        .isEqualTo(2);
  }

  private static int number(String expression) throws Exception {
    return browser.value(expression).asInt();
  }

  private static String text(String expression) throws Exception {
    return browser.value(expression).asText();
  }

  private static Path page(TestDatabase database) throws Exception {
    Path file = Files.createTempFile(folder, "report", ".html");
    CommandRun run =
        CommandRun.of("report", "--jdbc-url", database.jdbcUrl(), "--html", file.toString());
    assertThat(run.status()).as(run.err()).isZero();
    return file;
  }
}
