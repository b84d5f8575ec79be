package io.scanmetrics.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.scanmetrics.ExporterLog;
import io.scanmetrics.journal.Change;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
  private static final String RULES =
      """
      version: 1
      scans:
        - class: com.acme.Scanner
          method: scan
      phases:
        - phase: ingest
          class: com.acme.Ingestor
          method: ingest
      """;

  @TempDir private Path folder;

  @Test
  void whatIsNotConfiguredIsToldAndNoFault() {
    CommandRun run = doctor(Map.of());

    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("(?m)^ok +options +scan.metrics.spool.dir=")
        .containsPattern("(?m)^note +rules +no file is named")
        .containsPattern("(?m)^ok +spool +.*spool will be made; [0-9,]+ MiB free$")
        .containsPattern("(?m)^note +database +none is configured")
        .containsPattern("(?m)^note +otlp +no endpoint is set")
        .containsPattern("(?m)^note +prometheus +no port is set")
        .endsWith("No fault found." + System.lineSeparator());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderForScansThatNobodyNeedsIsNoFault() {
    CommandRun run = CommandRun.with(Map.of("user.home", "?"), Map.of(), "doctor");

    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out())
        .containsPattern("(?m)^note +spool +.*no home folder.*; without a database nothing waits");
  }

  @Test
  void unknownAndInvalidOptionsAreToldWithTheNearestRightOne() {
    CommandRun run =
        CommandRun.with(
            Map.of("scan.metrics.shutdown.timeout", "5sec"),
            Map.of("SCAN_METRICS_JDBC_ULR", "x", "OTEL_TRACES_SAMPLER", "never"),
            "doctor",
            "--spool-dir",
            spool().toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("(?m)^FAULT +options .*SCAN_METRICS_JDBC_ULR .*SCAN_METRICS_JDBC_URL")
        .containsPattern("(?m)^FAULT +options .*shutdown.timeout=5sec .*did you mean 5s\\?")
        .containsPattern("(?m)^FAULT +options +OpenTelemetry refuses .*never")
        .contains("3 faults found.");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aWrongFlagIsWrongUsage() {
    assertThat(CommandRun.of("doctor", "--spool-max-bytes=lots").status()).isEqualTo(2);
    assertThat(CommandRun.of("doctor", "--jdbc-ulr=x").err()).contains("did you mean --jdbc-url?");
  }

  @Test
  void rulesAreCountedAndTheirFaultsToldWithTheirPlace() throws IOException {
    Path good = Files.writeString(folder.resolve("good.yaml"), RULES);
    Path bad =
        Files.writeString(
            folder.resolve("bad.yaml"), RULES.replace("    method: i", "    methd: i"));

    assertThat(doctor(Map.of(), "--rules", good.toString()).out())
        .containsPattern("(?m)^ok +rules +1 scan, 1 phase;");
    CommandRun run = doctor(Map.of(), "--rules", bad.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("(?m)^FAULT +rules .*bad.yaml:8:5: .*'methd'.*'method'")
        .containsPattern("(?m)^ok +rules +1 scan, 0 phases;");
    assertThat(doctor(Map.of(), "--rules", bad.toString(), "--rules-strict=true").out())
        .containsPattern("(?m)^FAULT +rules +the agent is off");
    assertThat(doctor(Map.of(), "--rules", folder.resolve("none.yaml").toString()).out())
        .containsPattern("(?m)^FAULT +rules .*none.yaml")
        .doesNotContain("nothing says what a scan is");
  }

  @Test
  void aFolderThatCannotHoldScansIsToldWithWhatMendsIt() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(spoolIn(file)).containsPattern("(?m)^FAULT +spool .*file is no folder\\R +mend: ");
    assertThat(spoolIn(file.resolve("below"))).containsPattern("FAULT +spool .*cannot be made");
    assertThat(spoolIn(Path.of("/proc/spool")))
        .containsPattern("FAULT +spool .*cannot be made in /proc: no file can be made there");
    assertThat(spoolIn(Path.of("/proc"))).containsPattern("FAULT +spool .*cannot be written to");

    Path open = Files.createDirectory(spool());
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(spoolIn(open))
        .containsPattern(
            "FAULT +spool .*written to by others \\(rwxrwxrwx\\)\\R +mend: chmod 700 ");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(spoolIn(open)).containsPattern("note +spool .*entered by others \\(rwxr-x---\\)");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
    assertThat(spoolIn(open)).containsPattern("(?m)^ok +spool .*spool; [0-9,]+ MiB free$");
    assertThat(open).isEmptyDirectory();
    assertThat(spoolIn(Path.of("/tmp"))).containsPattern("note +spool +/tmp is shared with others");
  }

  @Test
  void whatWaitsInTheFolderIsCounted() {
    ExporterLog silent =
        new ExporterLog() {
          @Override
          public void info(String message) {}

          @Override
          public void warn(String message) {}
        };
    try (Spool process = Spool.in(new SpoolConfig(spool(), 1_000), silent)) {
      for (String name : List.of("one", "two", "three")) {
        process.write(List.of(Change.made(name, new byte[100], Mark.NONE)));
      }
      process.setAside(process.hand("one", true), new byte[1]);
      assertThat(spoolIn(spool()))
          .containsPattern("(?m)^note +spool +holds 2 scans of processes that run$")
          .containsPattern(
              "(?m)^note +spool +holds 1 scan that the database refused\\R +mend: drain ");
    }

    CommandRun run = doctor(Map.of());
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out())
        .containsPattern(
            "(?m)^note +spool +holds 2 scans that processes left which have ended\\R.*drain");
    assertThat(doctor(Map.of(), "--spool-max-bytes=301").out())
        .containsPattern("(?m)^FAULT +spool +it is full .*refused\\R +mend: let drain empty it");
  }

  @Test
  void aDiskThatIsTooSmallForTheSpoolIsTold() {
    CommandRun run = doctor(Map.of(), "--spool-max-bytes=9000000000000000");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).containsPattern("FAULT +spool .*, but only [0-9,]+ MiB free of the ");
  }

  @Test
  void aCollectorIsAskedAsTheExporterWouldAskIt() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer collector = collector(200, asked);
    try {
      CommandRun run =
          doctor(
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  url(collector),
                  "OTEL_EXPORTER_OTLP_HEADERS",
                  "api-key=s%20ecret,x=y"));

      assertThat(run.status()).as(run.out()).isZero();
      assertThat(run.out())
          .containsPattern("(?m)^ok +otlp +traces to http://127.0.0.1:\\d+/v1/traces: it answers$")
          .containsPattern("(?m)^ok +otlp +metrics to http://127.0.0.1:\\d+/v1/metrics: it ans")
          .doesNotContain("ecret");
      assertThat(asked)
          .contains(
              "POST /v1/traces application/x-protobuf s ecret 0",
              "POST /v1/metrics application/x-protobuf s ecret 0");
    } finally {
      collector.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, otel.exporter.otlp.headers",
    "404, the address without /v1/",
    "503, it is busy",
    "302, look at its log"
  })
  void aCollectorThatDoesNotTakeThemIsToldWithWhatMendsIt(int status, String mend)
      throws IOException {
    HttpServer collector = collector(status, new CopyOnWriteArrayList<>());
    try {
      CommandRun run =
          doctor(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", url(collector) + "/v1/traces"));

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out())
          .containsPattern("FAULT +otlp +traces to .*: it answers " + status)
          .contains(mend)
          .contains("1 fault found.");
    } finally {
      collector.stop(0);
    }
  }

  @Test
  void aCollectorThatIsNotThereOrNoneIsTold() throws IOException {
    int port = freePort();
    assertThat(otlp("http://127.0.0.1:" + port, Map.of())).contains("Connection refused");
    assertThat(otlp("http://collector.invalid:4318", Map.of())).contains("is not known here");
    assertThat(otlp("collector:4318", Map.of())).contains("is no URL");
    assertThat(otlp("http://127.0.0.1:" + port, Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")))
        .contains("Connection refused");
  }

  @Test
  void aCollectorThatDoesNotSpeakHttpIsTold() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread answers =
          new Thread(
              () -> {
                try (Socket client = other.accept()) {
                  client.getInputStream().read();
                  client.getOutputStream().write(new byte[] {0, 0, 6, 4, 0, 0, 0, 0, 0});
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      answers.start();

      assertThat(otlp("http://127.0.0.1:" + other.getLocalPort(), Map.of()))
          .contains("check that it speaks HTTP without TLS");
      answers.join();
    }
  }

  @Test
  void aCollectorThatSpeaksGrpcIsOnlyConnectedTo() throws IOException {
    try (ServerSocket collector = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CommandRun run =
          doctor(
              Map.of(
                  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                  "http://127.0.0.1:" + collector.getLocalPort(),
                  "OTEL_EXPORTER_OTLP_PROTOCOL",
                  "grpc"));

      assertThat(run.out()).containsPattern("(?m)^ok +otlp .*a connection opens");
    }
  }

  @Test
  void aPortThatIsTakenIsTold() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run = doctor(Map.of(), "--prometheus-port=" + other.getLocalPort());

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out())
          .containsPattern("FAULT +prometheus +.* cannot be listened on: .*in use");
    }
    assertThat(doctor(Map.of(), "--prometheus-port=" + freePort()).out())
        .containsPattern("(?m)^ok +prometheus +127.0.0.1:\\d+ is free$");
  }

  @Test
  void aPortThatAnAgentServesIsNoFault() throws IOException {
    HttpServer agent =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext(
        "/metrics",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            out.write("scan_active 0.0\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          }
        });
    agent.start();
    try {
      CommandRun run = doctor(Map.of(), "--prometheus-port=" + agent.getAddress().getPort());

      assertThat(run.status()).as(run.out()).isZero();
      assertThat(run.out()).containsPattern("(?m)^note +prometheus .*taken by an agent that runs");
    } finally {
      agent.stop(0);
    }
  }

  @Test
  void forMachinesThereIsJson() throws IOException {
    CommandRun run = doctor(Map.of("SCAN_METRICS_JDBC_ULR", "x"), "--json");

    assertThat(run.status()).isEqualTo(1);
    JsonNode findings = new ObjectMapper().readTree(run.out());
    assertThat(findings.findValuesAsText("subject"))
        .contains("options", "rules", "spool", "database", "otlp", "prometheus");
    assertThat(findings.get(0).get("state").asText()).isEqualTo("fault");
    assertThat(findings.findValuesAsText("mend")).anyMatch(mend -> mend.contains("scan.metrics"));
  }

  @Test
  void noPasswordIsShown() {
    CommandRun run =
        CommandRun.with(
            Map.of("scan.metrics.jdbc.url", "jdbc:postgresql://127.0.0.1:1/x?password=geheim"),
            Map.of("SCAN_METRICS_JDBC_PASSWORD", "geheim"),
            "doctor");

    assertThat(run.out() + run.err())
        .contains("127.0.0.1:1/x cannot be used")
        .doesNotContain("geheim");
  }

  private String otlp(String endpoint, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    environment.put("OTEL_METRICS_EXPORTER", "none");
    CommandRun run = doctor(environment);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("(?m)^FAULT +otlp .*traces")
        .doesNotContain("metrics to ");
    return run.out();
  }

  private String spoolIn(Path path) {
    return doctor(Map.of(), "--spool-dir=" + path).out();
  }

  private Path spool() {
    return folder.resolve("spool");
  }

  private CommandRun doctor(Map<String, String> environment, String... flags) {
    String[] line = new String[flags.length + 1];
    line[0] = "doctor";
    System.arraycopy(flags, 0, line, 1, flags.length);
    return CommandRun.with(Map.of("scan.metrics.spool.dir", spool().toString()), environment, line);
  }

  private static HttpServer collector(int status, List<String> asked) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              "%s %s %s %s %d"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("Content-Type"),
                      exchange.getRequestHeaders().getFirst("api-key"),
                      exchange.getRequestBody().readAllBytes().length));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
