package com.example.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.demo.ScanLog.LoggedScan;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole way of the data: the demo as users run it, its rows against the scanner's own log. */
class DemoIT {
  private static final List<String> ARTIFACTS =
      List.of(
          "checkout-app.tar.gz",
          "broken-app.tar.gz",
          "ledger-app.tar.gz",
          "inventory-image",
          "inventory-image.tar",
          "clean-libraries",
          "damaged-libraries");
  private static final int RUNS = 6;
  private static final Pattern UUIDS =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\S{12}");
  private static final Pattern PORT = Pattern.compile("jdbc:postgresql://localhost:(\\d+)/");

  @TempDir Path folder;
  private static DatabaseServer server;

  @BeforeAll
  static void startPostgres() throws Exception {
    server = DatabaseServer.start();
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    server.close();
  }

  /**
   * The agent's readings of the clock and the scanner's are a few statements apart. Between them
   * the operating system may take the processor away, for longer than any tolerance, but it does
   * not pick the same place each time: what differs by more is looked at again in another run,
   * until every time was right once.
   */
  @ParameterizedTest
  @MethodSource("com.example.demo.Jdk#last")
  void rowsSayWhatTheScannerSaysItself(Jdk jdk) throws Exception {
    Map<String, Long> beyond = comparedWithLog(jdk, folder.resolve("1"));
    for (int run = 2; run <= RUNS && !beyond.isEmpty(); run++) {
      beyond.keySet().retainAll(comparedWithLog(jdk, folder.resolve("" + run)).keySet());
    }
    assertThat(beyond).as("beyond 3 ms in %s runs, in microseconds", RUNS).isEmpty();
  }

  /** Fails unless all agrees but the times; answers which of those differ by more than 3 ms. */
  private static Map<String, Long> comparedWithLog(Jdk jdk, Path folder) throws Exception {
    ScanRows rows = server.newDatabase();
    Files.createDirectories(folder);

    Run demo = Run.script("demo.sh", jdk, folder, rows.environment());

    assertThat(demo.status()).as("%s", demo).isZero();
    assertThat(demo.err().lines()).hasSize(11).allMatch(DemoIT::isSummary);
    List<LoggedScan> log = ScanLog.read(folder.resolve("scanner.jsonl"));
    assertThat(log).hasSize(11);
    Map<String, Long> beyond = new LogAgainstRows(rows, digestOf(Run.scanner())).compare(log);
    assertThat(rows.rows("SELECT outcome FROM scanner.scan_metrics WHERE outcome <> 'succeeded'"))
        .containsExactly(Map.of("outcome", "failed"));
    assertThat(rows.rows("SELECT sum(scan_count)::INT AS counted FROM scanner.tte_stats"))
        .as("11 scans without the broken one and the replay")
        .containsExactly(Map.of("counted", 9));
    return beyond;
  }

  @ParameterizedTest
  @MethodSource("com.example.demo.Jdk#last")
  void theScannerDoesWhatItDoesWithoutTheAgent(Jdk jdk) throws Exception {
    ScanRows rows = server.newDatabase();

    assertThat(Run.migrate(jdk, folder, rows.environment()).status()).isZero();
    Run alone = Run.scan(jdk, folder, false, ARTIFACTS, Map.of());
    Run observed = Run.scan(jdk, folder, true, ARTIFACTS, rows.environment());

    assertThat(withoutIds(observed.out())).isEqualTo(withoutIds(alone.out()));
    assertThat(observed.status()).isEqualTo(alone.status()).isEqualTo(1);
    assertThat(alone.err()).isEmpty();
    assertThat(observed.err().lines()).hasSize(ARTIFACTS.size()).allMatch(DemoIT::isSummary);
    assertThat(rows.scans()).hasSize(ARTIFACTS.size());
  }

  @Test
  void itBringsItsOwnDatabaseAndTakesItAway() throws Exception {
    Run demo = Run.script("demo.sh", Jdk.current(), folder, Map.of());

    assertThat(demo.status()).as("%s", demo).isZero();
    assertThat(demo.out())
        .contains("scan_tte_seconds_count{", "scan_phase_seconds_count{")
        .contains("Time-to-Evidence by phase", "Phase breakdown of the last 7 days")
        .contains("CORRUPT_ARTIFACT", "psql ")
        .doesNotContain("press Enter");
    Matcher port = PORT.matcher(demo.out());
    assertThat(port.find()).isTrue();
    assertThatThrownBy(
            () ->
                new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)))
                    .close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void withoutADatabaseThatAnswersItEndsAndSaysSo() throws Exception {
    Map<String, String> nowhere =
        Map.of("SCAN_METRICS_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/postgres");

    Run demo = Run.script("demo.sh", Jdk.current(), folder, nowhere);

    assertThat(demo.status()).isEqualTo(1);
    assertThat(demo.err()).contains("demo: the schema could not be created");
  }

  private static boolean isSummary(String line) {
    return line.startsWith("[scan-metrics] INFO scan ");
  }

  private static String withoutIds(String text) {
    return UUIDS.matcher(text).replaceAll("ID");
  }

  private static String digestOf(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return "sha256:" + HexFormat.of().formatHex(digest);
  }
}
