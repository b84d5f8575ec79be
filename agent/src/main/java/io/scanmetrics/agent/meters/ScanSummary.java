package io.scanmetrics.agent.meters;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.assemble.SpanRef;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says in one line of the log how each scan went, when it is over. Where more scans end than
 * anybody reads lines about, ten a second have one, after the first hundred, and one more line says
 * how many others there were. For any thread.
 */
public final class ScanSummary implements ScanListener {
  private static final int LINES_A_SECOND = 10;
  private static final int MOST_AT_ONCE = 100;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AgentLog log;
  private final LongSupplier nanoClock;

  // Guarded by this.

  /** How many lines may be written, as of some second. */
  private int lines = MOST_AT_ONCE;

  private long second;
  private int others;
  private int othersWithoutSuccess;

  public ScanSummary(AgentLog log) {
    this(log, System::nanoTime);
  }

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  ScanSummary(AgentLog log, LongSupplier nanoClock) {
    this.log = log;
    this.nanoClock = nanoClock;
    this.second = nanoClock.getAsLong();
  }

  /** Has all of it loaded before it holds anything up. */
  public static void rehearse(Scan scan) {
    SummaryLine.of(scan);
  }

  @Override
  public synchronized void scanFinished(Scan scan, SpanRef span) {
    if (!log.isEnabled(AgentLog.Level.INFO)) {
      return;
    }
    passTime();
    if (lines > 0) {
      lines--;
      log.info(SummaryLine.of(scan));
    } else {
      others++;
      if (scan.outcome() != Outcome.SUCCEEDED) {
        othersWithoutSuccess++;
      }
    }
  }

  /** Comes soon after scans have finished, if there is a database, and nothing else may. */
  @Override
  public synchronized void written(int scans, Duration took) {
    passTime();
  }

  @Override
  public synchronized void closing() {
    tellOfOthers();
  }

  private void passTime() {
    long seconds = (nanoClock.getAsLong() - second) / SECOND_NANOS;
    if (seconds > 0) {
      second += seconds * SECOND_NANOS;
      lines = (int) Math.min(MOST_AT_ONCE, lines + seconds * LINES_A_SECOND);
      tellOfOthers();
    }
  }

  private void tellOfOthers() {
    if (others > 0) {
      log.info(
          "scan lines left out: "
              + others
              + (others == 1 ? " more scan has ended, " : " more scans have ended, ")
              + othersWithoutSuccess
              + " without success; "
              + LINES_A_SECOND
              + " a second have a line of their own");
      others = 0;
      othersWithoutSuccess = 0;
    }
  }
}
