package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.TestSpan.at;
import static io.scanmetrics.assemble.TestSpan.phase;
import static io.scanmetrics.assemble.TestSpan.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a phase that runs very often only the first executions have rows of their own. */
class FoldingTest {
  private static final TestSpan SCAN = scan(1, 1, "nightly").from(0, 1_000_000);

  @Test
  void theRowOfTheOthersSaysHowManyThereAreAndHowLongTheyTook() {
    AssemblyUnderTest assembly = new AssemblyUnderTest(AssemblyUnderTest.FOLDING).started(SCAN);
    assembly.ended(
        phase(1, 2, "analyze").inside(1).from(0, 10),
        phase(1, 3, "analyze").inside(1).from(10, 20),
        phase(1, 4, "analyze").inside(1).from(30, 70),
        phase(1, 5, "analyze").inside(1).from(60, 80).failed("no such layer"),
        SCAN);

    assertThat(assembly.only().phases()).hasSize(3);
    PhaseExecution row = assembly.only().phases().get(2);
    assertThat(row.order()).isEqualTo(3);
    assertThat(row.startedAt()).isEqualTo(at(30));
    assertThat(row.finishedAt()).isEqualTo(at(80));
    assertThat(row.success()).isFalse();
    assertThat(row.errorMessage()).isEqualTo("no such layer");
    assertThat(row.metrics())
        .isEqualTo(
            Map.of(
                "folded.executions", 2L,
                "folded.failures", 1L,
                "folded.sum_ms", 60.0,
                "folded.max_ms", 40.0,
                "folded.t_analyze_us", 50_000L));
    assertThat(assembly.only().phaseMillis()).isEqualTo(Map.of(PhaseName.ANALYZE, 70));
  }

  @Test
  void thePhaseAroundThemHasOnlyTheTimeBetweenThem() {
    AssemblyUnderTest assembly = new AssemblyUnderTest(AssemblyUnderTest.FOLDING).started(SCAN);
    TestSpan around = phase(1, 2, "analyze").inside(1).from(0, 1_000);
    assembly.began(around);
    for (int i = 0; i < 50; i++) {
      assembly.ended(phase(1, 10 + i, "ingest").inside(2).from(20L * i, 20L * i + 5));
    }
    assembly.ended(around, SCAN);

    assertThat(assembly.only().phaseMillis())
        .isEqualTo(Map.of(PhaseName.ANALYZE, 750, PhaseName.INGEST, 250));
  }

  @Test
  void whatTheyTellOfTheirScanIsNotLost() {
    AssemblyUnderTest assembly = new AssemblyUnderTest(AssemblyUnderTest.FOLDING).started(SCAN);
    for (int i = 0; i < 10; i++) {
      assembly.ended(
          phase(1, 10 + i, "analyze")
              .inside(1)
              .from(i, i + 1)
              .with("scan.finding.count", 3)
              .with("scan.policy.digest", "policy " + i));
    }
    assembly.ended(SCAN);

    assertThat(assembly.only().columns())
        .containsEntry(ScanAttribute.FINDING_COUNT, 30)
        .containsEntry(ScanAttribute.POLICY_DIGEST, "policy 9");
  }

  @Test
  void aRowThatTheStoreHasAndThatIsSharedNowIsWithdrawn() {
    AssemblyUnderTest assembly = new AssemblyUnderTest(AssemblyUnderTest.FOLDING);
    assembly.ended(
        SCAN,
        phase(1, 3, "analyze").inside(1).from(30, 40),
        phase(1, 4, "analyze").inside(1).from(40, 50));
    assembly.ended(phase(1, 2, "analyze").inside(1).from(0, 10));

    assertThat(assembly.only().withdrawn()).containsExactly(TestSpan.spanId(4));
    assertThat(assembly.only().phases()).extracting(PhaseExecution::executions).hasSize(3);
  }

  @Test
  void aHundredThousandExecutionsAreAThousandRowsAndOneAndTakeNoMemory() {
    AssemblyLimits usual = AssemblyLimits.of(64L << 20);
    AssemblyUnderTest assembly = new AssemblyUnderTest(usual).started(SCAN);
    for (int i = 0; i < 100_000; i++) {
      long start = at(0).toEpochMilli() * 1_000_000 + i * 10_000_000L;
      assembly.take(
          AssemblyUnderTest.endOf(
              phase(1, 10 + i, "analyze").inside(1).fromNanos(start, start + 2_500_000).data()));
    }
    assembly.ended(SCAN);

    Scan scan = assembly.only();
    assertThat(scan.phases()).hasSize(1_001);
    PhaseExecution row = scan.phases().get(1_000);
    assertThat(row.executions()).isEqualTo(99_000);
    assertThat(row.metrics()).containsEntry("folded.sum_ms", 247_500.0);
    assertThat(scan.phaseMillis()).isEqualTo(Map.of(PhaseName.ANALYZE, 250_000));
    assertThat(assembly.heard.orphans).isEmpty();
    assembly.pass(Duration.ofMinutes(11));
    assertThat(assembly.followed).isEmpty();
  }

  @Test
  void theFileOfAScanDoesNotGrowWithTheNumberOfExecutionsThatShareARow(@TempDir Path folder)
      throws IOException {
    try (Spool spool =
        Spool.in(new SpoolConfig(folder, Long.MAX_VALUE), new JournalPropertyTest.Silent())) {
      AssemblyUnderTest assembly =
          new AssemblyUnderTest("", AssemblyUnderTest.FOLDING, spool).started(SCAN);
      for (int i = 0; i < 3_000; i++) {
        assembly.ended(phase(1, 2 + i, "analyze").inside(1).from(i, i + 1));
      }

      List<String> lines = lines(folder);
      assertThat(lines).hasSizeLessThan(1_100);
      assertThat(lines.get(lines.size() - 1)).contains("\"folded.executions\":2998");
    }
  }

  private static List<String> lines(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Path file = files.filter(path -> path.toString().endsWith(".jsonl")).findAny().orElseThrow();
      return Files.readAllLines(file);
    }
  }
}
