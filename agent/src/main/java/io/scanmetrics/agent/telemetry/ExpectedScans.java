package io.scanmetrics.agent.telemetry;

import io.scanmetrics.agent.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The scans that phases have named and that have not begun: their phases wait for a while, {@value
 * #MOST_PHASES} at most in all. What waits in vain is told as an orphan. Safe for any thread; none
 * of the application's ever waits here.
 */
final class ExpectedScans {
  private static final int MOST_PHASES = 1_000;

  private final Map<String, ExpectedScan> byKey = new ConcurrentHashMap<>();
  private final AtomicInteger phases = new AtomicInteger();
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Runnable wake;
  private final TelemetryListener listener;

  /**
   * @param patience how long phases wait; zero: not at all
   * @param wake sees to it that somebody tidies up from now on, while it is not empty
   */
  ExpectedScans(
      Duration patience, LongSupplier nanoTime, Runnable wake, TelemetryListener listener) {
    this.wake = wake;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.listener = listener;
  }

  /** Whether nothing is waited for. */
  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** What stands in for the scan of that key; {@code null} if nobody waits for it. */
  @Nullable OpenScan standIn(String key) {
    ExpectedScan expected = byKey.get(key);
    return expected == null ? null : expected.standIn().itself();
  }

  /**
   * A phase is about to begin for the scan of that key, which has not begun.
   *
   * @return what stands in for the scan; {@code null} if the phase cannot wait, and is an orphan
   */
  @Nullable OpenScan admit(String key, Rule rule) {
    if (patience.isZero()) {
      listener.scanMissing(rule, key, "which does not run");
      return null;
    }
    if (phases.incrementAndGet() > MOST_PHASES) {
      phases.decrementAndGet();
      listener.scanMissing(
          rule, key, "which does not run, while " + MOST_PHASES + " phases wait for scans already");
      return null;
    }
    ExpectedScan expected = expected(key);
    while (!expected.admit(rule)) {
      // It has begun, or nobody waits for it any more, since it was found.
      byKey.remove(key, expected);
      if (expected.hasBegun()) {
        phases.decrementAndGet();
        break;
      }
      expected = expected(key);
    }
    return expected.standIn().itself();
  }

  private ExpectedScan expected(String key) {
    ExpectedScan known = byKey.get(key);
    if (known != null) {
      return known;
    }
    ExpectedScan expected = new ExpectedScan(key, nanoTime.getAsLong());
    ExpectedScan meanwhile = byKey.putIfAbsent(key, expected);
    wake.run();
    return meanwhile == null ? expected : meanwhile;
  }

  /** A scan has begun. Returns the phases that have waited for it by that key, and have ended. */
  List<OpenPhase> met(String key, OpenScan scan) {
    ExpectedScan expected = byKey.remove(key);
    if (expected == null) {
      return List.of();
    }
    List<OpenPhase> ended = expected.meets(scan);
    phases.addAndGet(-expected.size());
    return ended;
  }

  /** Gives up on those that have been waited for long enough. */
  void tidyUp() {
    long now = nanoTime.getAsLong();
    for (ExpectedScan expected : byKey.values()) {
      if (now - expected.since() >= patience.toNanos()) {
        giveUp(expected, "which did not begin within " + inWords(patience));
      }
    }
  }

  /** Gives up on all of them, because the JVM ends. */
  void giveUpAll() {
    byKey.values().forEach(expected -> giveUp(expected, "which never began"));
  }

  private void giveUp(ExpectedScan expected, String why) {
    if (byKey.remove(expected.key(), expected)) {
      List<Rule> begun = expected.giveUp();
      phases.addAndGet(-begun.size());
      begun.forEach(rule -> listener.scanMissing(rule, expected.key(), why));
    }
  }

  private static String inWords(Duration time) {
    long millis = time.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
