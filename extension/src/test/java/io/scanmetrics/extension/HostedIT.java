package io.scanmetrics.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.ReceivedMeter;
import io.scanmetrics.testing.otlp.ReceivedSpan;
import io.scanmetrics.testing.otlp.SpansAsRows;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A scanner in a JVM with the OpenTelemetry agent and the extension: its spans, meters and rows.
 * Before the last of its scans somebody asks for the meters, and other rules are put in force.
 */
@ParameterizedClass
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
@SuppressWarnings("NullAway.Init")
class HostedIT {
  private static final Pattern METERS = Pattern.compile("meters are served at (\\S+)");
  private static TestDatabase database;
  private static OtlpReceiver receiver;
  private static ForkedJvm.Result result;
  private static String scraped;

  HostedIT(Jdk jdk) {
    assertThat(jdk).isNotNull();
  }

  @BeforeParameterizedClassInvocation
  static void scan(Jdk jdk) throws Exception {
    database = ScannerDatabase.create();
    receiver = OtlpReceiver.start();
    Path rules = Files.createTempFile("hosted", ".yaml");
    String first = Files.readString(ForkedJvm.rules("hosted"));
    Files.writeString(rules, first);
    ForkedJvm.Running jvm =
        HostedJvm.on(jdk, database, receiver)
            .option(HostedJvm.HOST, HostedJvm.EXTENSION)
            .option("-Dscan.metrics.rules=" + rules, "-Dscan.metrics.prometheus.port=0")
            .option("-Dotel.metrics.exporter=otlp")
            .start(
                HostedJvm.application(),
                "com.acme.hosted.Main",
                database.jdbcUrl(),
                "scan",
                "later",
                "job",
                "serve",
                "wait",
                "scan");
    jvm.awaitPrinted("204");
    jvm.awaitSaid("scan served");
    Matcher meters = METERS.matcher(Files.readString(jvm.err()));
    assertThat(meters.find()).isTrue();
    scraped = get(meters.group(1));
    Files.writeString(rules, first.replace("phase: analyze", "phase: vex"));
    jvm.awaitSaid("the rules have changed");
    result = jvm.leave();
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    receiver.close();
  }

  private static String fullScan(String analyze) {
    return "scan(ingest(SELECT " + database.name() + ") " + analyze + " publish(GET(GET /)))";
  }

  @Test
  void theApplicationRunsAsItWould() {
    result.prints(0, "4", "LATER", "204", "4");
  }

  @Test
  void eachScanIsSaidInOneLine() {
    result.says(
        HostedJvm.JVM_NOTICE,
        "\\[scan-metrics\\] INFO meters are served at .*",
        "\\[scan-metrics\\] INFO scan scan-1 .*: ingest .*, analyze .*, publish .*",
        "\\[scan-metrics\\] INFO scan later .*: analyze .*",
        "\\[scan-metrics\\] INFO scan job .*: sign .*",
        "\\[scan-metrics\\] INFO scan served .*: ingest .*, analyze .*, publish .*",
        "\\[scan-metrics\\] INFO the rules have changed: .*",
        "\\[scan-metrics\\] INFO scan scan-6 .*: ingest .*, vex .*, publish .*");
  }

  @Test
  void scansArePartOfWhatTheHostTracesAroundThemAndWhatItTracesInThemIsPartOfThem() {
    assertThat(new SpanTree(receiver.spans()).roots())
        .containsExactly(
            fullScan("analyze"),
            "scan(analyze)",
            "scan(sign)",
            "GET(GET /scan(" + fullScan("analyze") + "))",
            fullScan("vex"));
  }

  @Test
  void rowsSayOfScansWhatSpansDo() {
    assertThat(SpansAsRows.scans(receiver.spans())).hasSize(5);
    assertThat(database.rows(SpansAsRows.SCANS)).isEqualTo(SpansAsRows.scans(receiver.spans()));
  }

  @Test
  void rowsSayOfPhasesWhatSpansDo() {
    assertThat(SpansAsRows.phases(receiver.spans())).hasSize(11);
    assertThat(database.rows(SpansAsRows.PHASES)).isEqualTo(SpansAsRows.phases(receiver.spans()));
  }

  @Test
  void ourOwnStatementsAreNotTraced() {
    assertThat(receiver.spans())
        .filteredOn(span -> span.attributes().containsKey("db.system"))
        .extracting(ReceivedSpan::name)
        .containsOnly("SELECT " + database.name());
  }

  @Test
  void theMetersAreSentByTheHostAndServedToPrometheus() {
    assertThat(receiver.meters())
        .filteredOn(ReceivedMeter::name, "scan.tte")
        .flatExtracting(ReceivedMeter::points)
        .extracting(point -> point.attributes().get("outcome"), ReceivedMeter.Point::value)
        .contains(tuple("succeeded", 5.0));
    assertThat(scraped).containsPattern("scan_tte_seconds_count\\{.*outcome=\"succeeded\".*} 4");
  }
}
