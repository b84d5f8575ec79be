package io.scanmetrics.agent.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ScanMeters meters = new ScanMeters(registry);

  private double counter(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  @Nested
  class AScan {
    @Test
    void isTimedByOutcomeReplayAndArtifactType() {
      meters.scanFinished(
          TestScans.scan().with(ScanAttribute.ARTIFACT_TYPE, "oci_image").succeededAfter(8_200),
          TestScans.SPAN);
      meters.scanFinished(
          TestScans.scan().with(ScanAttribute.REPLAY, true).failedAfter(1_000), TestScans.SPAN);

      Timer image =
          registry
              .get("scan.tte")
              .tags("outcome", "succeeded", "replay", "false", "artifact_type", "oci_image")
              .timer();
      assertThat(image.count()).isEqualTo(1);
      assertThat(image.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(8_200);
      assertThat(
              registry
                  .get("scan.tte")
                  .tags("outcome", "failed", "replay", "true", "artifact_type", "other")
                  .timer()
                  .count())
          .isEqualTo(1);
    }

    @Test
    void hasBucketsAtBothThresholds() {
      meters.scanFinished(TestScans.scan().succeededAfter(1), TestScans.SPAN);

      assertThat(
              Arrays.stream(registry.get("scan.tte").timer().takeSnapshot().histogramCounts())
                  .map(bucket -> bucket.bucket(TimeUnit.SECONDS)))
          .contains(120.0, 300.0);
    }

    @Test
    void thatWasCutOffTookNoTimeAnyoneKnows() {
      meters.scanStarted();
      meters.scanFinished(TestScans.scan().aborted(), TestScans.SPAN);

      assertThat(registry.find("scan.tte").timers()).isEmpty();
      assertThat(gauge("scan.active")).isZero();
    }

    @Test
    void isActiveFromStartToEnd() {
      meters.scanStarted();
      meters.scanStarted();
      assertThat(gauge("scan.active")).isEqualTo(2);
      meters.scanFinished(TestScans.scan().failedAfter(1), TestScans.SPAN);
      assertThat(gauge("scan.active")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"119999,0,0", "120000,1,0", "299999,1,0", "300000,1,1"})
    void breachesAThresholdThatItDoesNotStayBelow(long millis, double p50, double p95) {
      meters.scanFinished(TestScans.scan().succeededAfter(millis), TestScans.SPAN);

      assertThat(counter("scan.slo.breaches", "slo", "p50")).isEqualTo(p50);
      assertThat(counter("scan.slo.breaches", "slo", "p95")).isEqualTo(p95);
    }

    @Test
    void isCountedByItsEndUnlessItIsAReplay() {
      assertThat(registry.get("scan.slo.scans").counters())
          .as("from the start, so that rates begin at zero")
          .hasSize(3);

      meters.scanFinished(TestScans.scan().succeededAfter(1), TestScans.SPAN);
      meters.scanFinished(TestScans.scan().succeededAfter(900_000), TestScans.SPAN);
      meters.scanFinished(TestScans.scan().failedAfter(1), TestScans.SPAN);
      meters.scanFinished(TestScans.scan().aborted(), TestScans.SPAN);
      meters.scanFinished(
          TestScans.scan().with(ScanAttribute.REPLAY, true).failedAfter(1), TestScans.SPAN);

      assertThat(counter("scan.slo.scans", "outcome", "succeeded")).isEqualTo(2);
      assertThat(counter("scan.slo.scans", "outcome", "failed")).isEqualTo(1);
      assertThat(counter("scan.slo.scans", "outcome", "aborted")).isEqualTo(1);
    }

    @Test
    void breachesNothingIfItFailedOrIsAReplay() {
      meters.scanFinished(TestScans.scan().failedAfter(900_000), TestScans.SPAN);
      meters.scanFinished(
          TestScans.scan().with(ScanAttribute.REPLAY, true).succeededAfter(900_000),
          TestScans.SPAN);

      assertThat(counter("scan.slo.breaches", "slo", "p50")).isZero();
    }
  }

  @Nested
  class APhase {
    @Test
    void isTimedByNameAndOutcome() {
      meters.phaseFinished(PhaseName.of("vex"), true, 250000, TestScans.SPAN);
      meters.phaseFinished(PhaseName.of("vex"), false, 250000, TestScans.SPAN);

      assertThat(
              registry
                  .get("scan.phase")
                  .tags("phase", "vex", "outcome", "succeeded")
                  .timer()
                  .totalTime(TimeUnit.MILLISECONDS))
          .isEqualTo(250);
      assertThat(
              registry.get("scan.phase").tags("phase", "vex", "outcome", "failed").timer().count())
          .isEqualTo(1);
    }

    @Test
    void withANameOfItsOwnAddsNoTag() {
      for (int i = 0; i < 100; i++) {
        meters.phaseFinished(PhaseName.of("step " + i), true, 1000, TestScans.SPAN);
        meters.phaseOrphaned("step " + i);
      }

      assertThat(registry.get("scan.phase").timers()).hasSize(1);
      assertThat(registry.get("scan.phase").timer().getId().getTag("phase")).isEqualTo("other");
      assertThat(counter("scan.metrics.orphan.phases", "rule", "other")).isEqualTo(100);
    }
  }

  @Nested
  class Storing {
    private double result(String result) {
      return counter("scan.metrics.scans", "result", result);
    }

    @Test
    void isCountedByResultFromZero() {
      assertThat(registry.get("scan.metrics.scans").counters())
          .hasSize(4)
          .allMatch(counter -> counter.count() == 0);

      meters.written(7, Duration.ofMillis(30));
      meters.setAside("nightly", "reason");
      meters.refused(TestScans.scan().succeededAfter(1));

      assertThat(result("written")).isEqualTo(7);
      assertThat(result("set_aside")).isEqualTo(1);
      assertThat(result("refused")).isEqualTo(1);
      assertThat(registry.get("scan.metrics.write").timer().totalTime(TimeUnit.MILLISECONDS))
          .isEqualTo(30);
    }

    @Test
    void countsAScanThatWaitsOnceHoweverOftenItIsTried() {
      meters.waiting(3, "down");
      meters.waiting(3, "down");
      meters.waiting(5, "down");
      meters.written(5, Duration.ZERO);
      meters.waiting(2, "down");

      assertThat(result("waiting")).isEqualTo(7);
    }

    @Test
    void showsWhatWaitsNow() {
      meters.showWaiting(() -> 12);
      meters.showSpoolBytes(() -> 5_000_000_000L);

      assertThat(gauge("scan.metrics.spool.scans")).isEqualTo(12);
      assertThat(gauge("scan.metrics.spool.bytes")).isEqualTo(5e9);
    }

    @Test
    void countsAScanAsRefusedThatTheSpoolHasNoRoomFor() {
      meters.spoolFull();

      assertThat(result("refused")).isEqualTo(1);
    }
  }

  @Test
  void whatIsMeasuredIsWhatTheCatalogueSays() {
    meters.showWaiting(() -> 0);
    meters.showSpoolBytes(() -> 0);
    meters.scanFinished(TestScans.scan().succeededAfter(1), TestScans.SPAN);
    meters.phaseFinished(PhaseName.of("vex"), true, 1000, TestScans.SPAN);
    meters.phaseWithoutScan("rule");
    meters.phaseRefused("vex");
    meters.expressionFailed("rule");
    meters.ruleUnmatched("rule");
    meters.valueUnfit(ScanAttribute.PACKAGE_COUNT);

    Map<String, List<Object>> measured = new TreeMap<>();
    for (Meter meter : registry.getMeters()) {
      if (meter.getId().getName().endsWith(".histogram")) {
        // This registry shows the buckets of a timer as meters of their own.
        continue;
      }
      measured.put(
          meter.getId().getName(),
          List.of(
              MeterCatalogue.Kind.valueOf(meter.getId().getType().name()),
              String.valueOf(meter.getId().getDescription()),
              meter.getId().getTags().stream().map(Tag::getKey).sorted().toList()));
    }
    Map<String, List<Object>> promised = new TreeMap<>();
    for (MeterCatalogue meter : MeterCatalogue.values()) {
      promised.put(
          meter.meter(),
          List.of(meter.kind(), meter.description(), meter.tags().stream().sorted().toList()));
    }
    assertThat(measured).isEqualTo(promised);
  }

  @Test
  void noTagTellsATenantAScanOrAnArtifact() {
    assertThat(Arrays.stream(MeterCatalogue.values()).flatMap(meter -> meter.tags().stream()))
        .containsOnly(
            "outcome", "replay", "artifact_type", "phase", "slo", "result", "rule", "attribute");
  }
}
