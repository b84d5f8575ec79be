package io.scanmetrics.agent.start;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.meters.ScanMeters;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.expression.Expression;
import io.scanmetrics.agent.telemetry.TelemetryListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says and counts what goes wrong between calls and spans: says it once where it will not change,
 * throttled where it may come at every call, and counts it always.
 */
public final class TroubleLog implements TelemetryListener, Consumer<ScanMeters> {
  private static final int MOST_REMEMBERED = 1_000;

  private final AgentLog log;
  private final Set<Rule> orphaned = ConcurrentHashMap.newKeySet();

  /** What was to be counted before there was anything to count with. */
  private final List<Consumer<ScanMeters>> early = new ArrayList<>();

  private volatile @Nullable ScanMeters meters;

  TroubleLog(AgentLog log) {
    this.log = log;
  }

  @Override
  public synchronized void accept(ScanMeters known) {
    early.forEach(count -> count.accept(known));
    early.clear();
    meters = known;
  }

  @Override
  public void phaseOrphaned(Rule rule) {
    count(known -> known.phaseWithoutScan(rule.label()));
    if (orphaned.add(rule)) {
      log.warn(
          rule.description()
              + " ran outside any scan and is not counted; check the rules under scans:, or give"
              + " this one a scan_id");
    }
  }

  @Override
  public void scanMissing(Rule rule, String key, String why) {
    count(known -> known.phaseWithoutScan(rule.label()));
    log.warnThrottled(
        rule.description() + " without its scan",
        rule.description() + " names the scan " + key + ", " + why + ", and is not counted",
        null);
  }

  @Override
  public void neverEnded(Rule rule) {
    String phase = rule.phase();
    if (phase != null) {
      count(known -> known.phaseRefused(phase));
    }
    log.warnThrottled(
        rule.description() + " without its end",
        rule.description()
            + (phase == null
                ? ": too many have begun and not ended; the first of them counts as abandoned"
                : ": too many have begun in one scan and not ended; the first is not counted"),
        null);
  }

  @Override
  public void scanRefused() {
    count(ScanMeters::scanRefused);
    log.warnThrottled(
        "scans refused",
        "scans come faster than the disk takes them, and there is no more room for them to wait in"
            + " memory: some are not recorded",
        null);
  }

  @Override
  public void notRecorded(long refusedScans, int events) {
    if (refusedScans > 0) {
      log.warn(refusedScans + " scans in all were not recorded for want of room");
    }
    if (events > 0) {
      log.warn(
          "the time for the end is over (scan.metrics.shutdown.timeout) before all was recorded; "
              + events
              + " beginnings and ends of scans and phases are lost");
    }
  }

  /** A rule that found no method is only counted: why it did not, is said by who knows. */
  void ruleUnmatched(Rule rule) {
    count(known -> known.ruleUnmatched(rule.label()));
  }

  @Override
  public void expressionFailed(Rule rule, Expression expression, String reason) {
    count(known -> known.expressionFailed(rule.label()));
    log.warnThrottled(
        rule.description() + expression.text(),
        rule.description() + ": no value for `" + expression.text() + "`: " + reason,
        null);
  }

  @Override
  public void spanFailed(Throwable cause) {
    log.warnThrottled("span", "a scan or phase could not be recorded", cause);
  }

  @Override
  public void telemetryFailed(Throwable cause) {
    log.error("stopped measuring; the application goes on", cause);
  }

  private void count(Consumer<ScanMeters> event) {
    ScanMeters known = meters;
    if (known != null) {
      event.accept(known);
    } else {
      remember(event);
    }
  }

  private synchronized void remember(Consumer<ScanMeters> event) {
    ScanMeters known = meters;
    if (known != null) {
      event.accept(known);
    } else if (early.size() < MOST_REMEMBERED) {
      early.add(event);
    }
  }
}
