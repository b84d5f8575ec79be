package com.example.demo;

import static com.example.demo.FollowedScan.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.example.demo.FollowedScan.Phase;
import com.example.demo.SelfReport.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Programs that were not written for us, followed by rules files alone: the rows against what each
 * says of itself. Neither measures quite the same stretches as the rules, and the operating system
 * may take the processor away between two readings of the clock, so times differ by a share.
 */
class UnmodifiedScannersIT {
  private static final String DIGEST = "sha256:\\p{XDigit}{64}";

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

  @ParameterizedTest
  @MethodSource("com.example.demo.Jdk#last")
  void spotBugsIsFollowed(Jdk jdk) throws Exception {
    FollowedScan scan = followed("spotbugs.sh", jdk);

    Document written = xml(folder.resolve("spotbugs.xml"));
    Element summary = (Element) written.getElementsByTagName("FindBugsSummary").item(0);
    assertThat(scan.row())
        .containsEntry("outcome", "succeeded")
        .containsEntry("artifact_type", "other")
        .containsEntry("scanner_version", written.getDocumentElement().getAttribute("version"))
        .containsEntry("finding_count", number(summary, "total_bugs"))
        .containsEntry("package_count", number(summary, "num_packages"));
    assertThat(scan.row().get("artifact_digest")).asString().matches(DIGEST);
    assertThat(scan.phases("publish"))
        .singleElement()
        .extracting(Phase::metrics)
        .isEqualTo("{\"class_count\": " + number(summary, "total_classes") + "}");
    assertThat(scan.phases("analyze"))
        .singleElement()
        .satisfies(phase -> assertThat(phase.metrics()).contains("commons-fileupload-1.3.1.jar"));

    SelfReport report = SelfReport.ofSpotBugs(folder.resolve("scanner.err"));
    Part taint = report.part("TaintDataflowEngine");
    List<Phase> reachability = scan.phases("reachability");
    assertThat(reachability).hasSize(taint.calls());
    assertThat(seconds(reachability))
        .isCloseTo(taint.seconds(), within(0.05 + 0.25 * taint.seconds()));
    assertThat(scan.phases("ingest")).hasSize(2);
    // The report leaves out parts of less than 10 ms, on a fast machine most of them. The clock
    // runs from before execute() until the file begins to be written, which is publishing.
    double clock = Double.parseDouble(summary.getAttribute("clock_seconds"));
    assertThat(seconds(scan.phases("ingest")) + seconds(scan.phases("analyze")))
        .as("what execute() has a little before, between and after these")
        .isBetween(0.7 * report.seconds(), clock + seconds(scan.phases("publish")) + 0.05);
  }

  @ParameterizedTest
  @MethodSource("com.example.demo.Jdk#last")
  void pmdIsFollowedOnAllThreadsOfItsPool(Jdk jdk) throws Exception {
    FollowedScan scan = followed("pmd.sh", jdk);

    int violations = xml(folder.resolve("pmd.xml")).getElementsByTagName("violation").getLength();
    assertThat(scan.row())
        .containsEntry("outcome", "succeeded")
        .containsEntry("artifact_type", "directory")
        .containsEntry("finding_count", violations);
    assertThat(scan.row().get("attributes")).hasToString("{\"exit_status\": 4}");
    assertThat(scan.row().get("artifact_digest")).asString().matches(DIGEST);

    SelfReport report = SelfReport.ofPmd(folder.resolve("scanner.err"));
    Part parser = report.part("Parser");
    List<Phase> parsed =
        scan.phases(phase -> phase.name().equals("ingest") && !phase.metrics().equals("null"));
    assertThat(parsed).hasSize(parser.calls());
    assertThat(parsed.stream().map(Phase::metrics).distinct()).hasSize(parser.calls());
    assertThat(seconds(parsed)).isCloseTo(parser.seconds(), within(0.05 + 0.1 * parser.seconds()));

    Part processing = report.part("File Processing");
    List<Phase> analyze = scan.phases("analyze");
    assertThat(analyze).as("all files, and the one that waits").hasSize(parser.calls() + 1);
    assertThat(processing.calls()).isEqualTo(parser.calls() + 1);
    Phase waiting = analyze.get(0);
    List<Phase> files = analyze.subList(1, analyze.size());
    assertThat(files)
        .allSatisfy(file -> assertThat(file.began()).isGreaterThanOrEqualTo(waiting.began()))
        .allSatisfy(file -> assertThat(file.ended()).isLessThanOrEqualTo(waiting.ended()));
    assertThat(seconds(files)).as("at the same time").isGreaterThan(waiting.seconds());
    assertThat(processing.seconds() - seconds(files))
        .as("what is left is the main thread's, which prepares, then waits")
        .isBetween(waiting.seconds(), scan.seconds());

    Part reporting = report.part("Reporting");
    List<Phase> publish = scan.phases("publish");
    assertThat(publish).as("one of them is not in its report").hasSize(reporting.calls() + 1);
    assertThat(seconds(publish))
        .isCloseTo(reporting.seconds(), within(0.1 + 0.25 * reporting.seconds()));
  }

  private FollowedScan followed(String script, Jdk jdk) throws Exception {
    ScanRows rows = server.newDatabase();

    Run run = Run.script(script, jdk, folder, rows.environment());

    assertThat(run.status()).as("%s", run).isZero();
    assertThat(run.err().lines().filter(line -> line.startsWith("[scan-metrics]")))
        .as("%s", run)
        .hasSize(2)
        .allMatch(line -> line.contains("INFO no rule gives scan.tenant.id") || isSummary(line));
    FollowedScan scan = FollowedScan.in(rows);
    scan.addsUp();
    return scan;
  }

  private static boolean isSummary(String line) {
    return line.startsWith("[scan-metrics] INFO scan ");
  }

  private static Document xml(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Files.newInputStream(file));
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }
}
