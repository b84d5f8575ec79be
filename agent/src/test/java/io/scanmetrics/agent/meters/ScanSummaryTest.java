package io.scanmetrics.agent.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.assemble.Scan;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanSummaryTest {
  private static final String OWN = "[scan-metrics] INFO scan 7c9e2a04… 1 ms";

  private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
  private Duration clock = Duration.ZERO;
  private final ScanSummary summary = summary(AgentLog.Level.INFO);

  @Test
  void eachScanHasALine() {
    finish(2, TestScans.scan().succeededAfter(1));
    summary.closing();

    assertThat(lines()).containsExactly(OWN, OWN);
  }

  @Test
  void theLineIsForThoseWhoReadLevelInfo() {
    summary(AgentLog.Level.WARN).scanFinished(TestScans.scan().succeededAfter(1), TestScans.SPAN);

    assertThat(lines()).isEmpty();
  }

  @Test
  void ofVeryManyTenASecondHaveALineAndTheOthersAreCounted() {
    finish(100, TestScans.scan().succeededAfter(1));
    assertThat(lines()).hasSize(100).containsOnly(OWN);

    finish(190, TestScans.scan().succeededAfter(1));
    finish(3, TestScans.scan().aborted());
    assertThat(lines()).hasSize(100);

    clock = Duration.ofSeconds(1);
    finish(20, TestScans.scan().succeededAfter(1));
    assertThat(lines().subList(100, 111)).startsWith(counted(193, 3), OWN).endsWith(OWN);
    assertThat(lines()).hasSize(111);
  }

  @Test
  void linesThatNobodyNeededMayBeWrittenLater() {
    finish(100, TestScans.scan().succeededAfter(1));

    clock = Duration.ofDays(1_000);
    finish(101, TestScans.scan().succeededAfter(1));

    assertThat(lines()).hasSize(200).containsOnly(OWN);
  }

  @Test
  void whatIsCountedIsSaidWhenScansAreStored() {
    finish(101, TestScans.scan().succeededAfter(1));

    clock = Duration.ofSeconds(1);
    summary.written(101, Duration.ZERO);

    assertThat(lines()).hasSize(101).endsWith(counted(1, 0));
  }

  @Test
  void whatIsCountedIsSaidAtTheEndToo() {
    finish(101, TestScans.scan().succeededAfter(1));
    summary.closing();
    summary.closing();

    assertThat(lines()).hasSize(101).endsWith(counted(1, 0));
  }

  private static String counted(int others, int withoutSuccess) {
    return "[scan-metrics] INFO scan lines left out: "
        + others
        + (others == 1 ? " more scan has ended, " : " more scans have ended, ")
        + withoutSuccess
        + " without success; 10 a second have a line of their own";
  }

  private ScanSummary summary(AgentLog.Level level) {
    return new ScanSummary(AgentLog.to(sink, level, () -> 0), () -> clock.toNanos());
  }

  private void finish(int times, Scan scan) {
    for (int i = 0; i < times; i++) {
      summary.scanFinished(scan, TestScans.SPAN);
    }
  }

  private List<String> lines() {
    return sink.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
