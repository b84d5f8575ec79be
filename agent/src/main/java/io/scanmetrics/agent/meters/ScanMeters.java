package io.scanmetrics.agent.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.PhaseBatch;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.assemble.SpanRef;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Turns what becomes of scans into the meters of the {@link MeterCatalogue}. Counters whose tags
 * are known beforehand are there from the start, at zero, so that rates over them begin there too.
 */
public final class ScanMeters implements ScanListener {
  private static final Duration SLO_P50 = Duration.ofMinutes(2);
  private static final Duration SLO_P95 = Duration.ofMinutes(5);

  /** Upper bounds; the two thresholds are among them. */
  private static final Duration[] SCAN_BUCKETS =
      millis(
          100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 90_000, 120_000, 180_000,
          240_000, 300_000, 450_000, 600_000, 900_000, 1_800_000, 3_600_000);

  private static final Duration[] PHASE_BUCKETS =
      millis(
          10, 50, 100, 500, 1_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000,
          1_800_000);

  private final MeterRegistry registry;
  private final AtomicInteger active = new AtomicInteger();
  private final MeterProvider<Timer> tte;
  private final MeterProvider<Timer> phases;
  private final MeterProvider<Counter> orphans;
  private final MeterProvider<Counter> refusedPhases;
  private final MeterProvider<Counter> expressionErrors;
  private final MeterProvider<Counter> unmatchedRules;
  private final MeterProvider<Counter> unfitValues;
  private final Counter breachesP50;
  private final Counter breachesP95;
  private final Map<Outcome, Counter> ended = new EnumMap<>(Outcome.class);
  private final Counter written;
  private final Counter waiting;
  private final Counter setAside;
  private final Counter refused;
  private final Timer write;

  /** How many of the scans that a store failed to take were counted as waiting already. */
  private final AtomicInteger knownToWait = new AtomicInteger();

  /** Binds the meters to this registry, which stays the caller's. */
  public ScanMeters(MeterRegistry registry) {
    this.registry = registry;
    tte =
        timer(MeterCatalogue.SCAN_TTE).serviceLevelObjectives(SCAN_BUCKETS).withRegistry(registry);
    phases =
        timer(MeterCatalogue.SCAN_PHASE)
            .serviceLevelObjectives(PHASE_BUCKETS)
            .withRegistry(registry);
    orphans = counter(MeterCatalogue.ORPHAN_PHASES).withRegistry(registry);
    refusedPhases = counter(MeterCatalogue.PHASES_REFUSED).withRegistry(registry);
    expressionErrors = counter(MeterCatalogue.EXPRESSION_ERRORS).withRegistry(registry);
    unmatchedRules = counter(MeterCatalogue.RULES_UNMATCHED).withRegistry(registry);
    unfitValues = counter(MeterCatalogue.UNFIT_VALUES).withRegistry(registry);
    breachesP50 = counter(MeterCatalogue.SLO_BREACHES).tag("slo", "p50").register(registry);
    breachesP95 = counter(MeterCatalogue.SLO_BREACHES).tag("slo", "p95").register(registry);
    for (Outcome outcome : List.of(Outcome.SUCCEEDED, Outcome.FAILED, Outcome.ABORTED)) {
      ended.put(
          outcome,
          counter(MeterCatalogue.SLO_SCANS).tag("outcome", outcome.text()).register(registry));
    }
    written = counter(MeterCatalogue.SCANS).tag("result", "written").register(registry);
    waiting = counter(MeterCatalogue.SCANS).tag("result", "waiting").register(registry);
    setAside = counter(MeterCatalogue.SCANS).tag("result", "set_aside").register(registry);
    refused = counter(MeterCatalogue.SCANS).tag("result", "refused").register(registry);
    write = timer(MeterCatalogue.WRITE).register(registry);
    gauge(MeterCatalogue.SCAN_ACTIVE, active::get);
  }

  /** Shows how many scans wait to be written; asked on the thread that reads the meters. */
  public void showWaiting(IntSupplier scans) {
    gauge(MeterCatalogue.SPOOL_SCANS, scans::getAsInt);
  }

  /** Shows how much disk they take; asked on the thread that reads the meters. */
  public void showSpoolBytes(LongSupplier bytes) {
    gauge(MeterCatalogue.SPOOL_BYTES, bytes::getAsLong);
  }

  /** A phase of that rule ran outside any scan. */
  public void phaseWithoutScan(String rule) {
    orphans.withTag("rule", rule).increment();
  }

  /** There was no room for a scan that began, and it is not recorded. */
  public void scanRefused() {
    refused.increment();
  }

  /** An expression of that rule had no value. */
  public void expressionFailed(String rule) {
    expressionErrors.withTag("rule", rule).increment();
  }

  /** No method matched that rule. */
  public void ruleUnmatched(String rule) {
    unmatchedRules.withTag("rule", rule).increment();
  }

  @Override
  public void scanStarted() {
    active.incrementAndGet();
  }

  @Override
  public void phaseFinished(PhaseName phase, boolean success, long micros, SpanRef span) {
    Timer timer = timer(phase, success ? Outcome.SUCCEEDED : Outcome.FAILED);
    CurrentSpan.during(span, () -> timer.record(micros, TimeUnit.MICROSECONDS));
  }

  @Override
  public void phasesFinished(PhaseBatch many) {
    Timer timer = timer(PhaseName.of(many.phase()), Outcome.SUCCEEDED);
    many.forEachLength(
        (micros, executions) -> {
          for (long i = 0; i < executions; i++) {
            timer.record(micros, TimeUnit.MICROSECONDS);
          }
        });
  }

  private Timer timer(PhaseName phase, Outcome outcome) {
    return phases.withTags("phase", phase.text(), "outcome", outcome.text());
  }

  @Override
  public void scanFinished(Scan scan, SpanRef span) {
    // A host that tells only of ended spans never told that this one began.
    active.updateAndGet(scans -> Math.max(0, scans - 1));
    boolean replay = Boolean.TRUE.equals(scan.columns().get(ScanAttribute.REPLAY));
    Counter sameEnd = ended.get(scan.outcome());
    if (!replay && sameEnd != null) {
      sameEnd.increment();
    }
    Instant finishedAt = scan.finishedAt();
    if (finishedAt == null) {
      return;
    }
    Duration took = Duration.between(scan.startedAt(), finishedAt);
    Timer timer =
        tte.withTags(
            Tags.of(
                "outcome",
                scan.outcome().text(),
                "replay",
                String.valueOf(replay),
                "artifact_type",
                String.valueOf(scan.columns().getOrDefault(ScanAttribute.ARTIFACT_TYPE, "other"))));
    CurrentSpan.during(span, () -> timer.record(took));
    if (scan.outcome() == Outcome.SUCCEEDED && !replay) {
      countBreaches(took);
    }
  }

  /** As {@code scanner.tte_stats} sees them: compliant is who stays strictly below. */
  private void countBreaches(Duration took) {
    if (took.compareTo(SLO_P50) >= 0) {
      breachesP50.increment();
    }
    if (took.compareTo(SLO_P95) >= 0) {
      breachesP95.increment();
    }
  }

  @Override
  public void spoolFull() {
    refused.increment();
  }

  @Override
  public void phaseOrphaned(String phaseName) {
    orphans.withTag("rule", PhaseName.of(phaseName).text()).increment();
  }

  @Override
  public void phaseRefused(String phaseName) {
    refusedPhases.withTag("phase", PhaseName.of(phaseName).text()).increment();
  }

  @Override
  public void valueUnfit(ScanAttribute attribute) {
    unfitValues.withTag("attribute", attribute.key()).increment();
  }

  @Override
  public void written(int scans, Duration took) {
    knownToWait.set(0);
    written.increment(scans);
    write.record(took);
  }

  /**
   * One batch is tried again and again, with others behind it added; each of its scans is counted
   * as waiting once.
   */
  @Override
  public void waiting(int scans, String reason) {
    int known = knownToWait.getAndSet(scans);
    waiting.increment(Math.max(0, scans - known));
  }

  @Override
  public void setAside(String scan, String reason) {
    setAside.increment();
  }

  @Override
  public void refused(Scan scan) {
    refused.increment();
  }

  private static Duration[] millis(long... bounds) {
    return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  private static Timer.Builder timer(MeterCatalogue meter) {
    return Timer.builder(meter.meter()).description(meter.description());
  }

  private static Counter.Builder counter(MeterCatalogue meter) {
    return Counter.builder(meter.meter()).description(meter.description());
  }

  private void gauge(MeterCatalogue meter, Supplier<Number> value) {
    Gauge.builder(meter.meter(), value)
        .description(meter.description())
        .baseUnit(meter.unit())
        .register(registry);
  }
}
