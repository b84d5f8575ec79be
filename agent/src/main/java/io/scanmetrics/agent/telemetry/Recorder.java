package io.scanmetrics.agent.telemetry;

import java.time.Duration;
import java.util.List;

/**
 * Whoever makes something lasting of scans and phases, rows, spans or both: the port between what
 * calls mean and what is kept of it.
 *
 * <p>What happens is told on the thread on which it happens, one of the application's, and in that
 * order for each scan: nothing here may throw, wait, or take long there. The rest is for the
 * agent's own threads.
 */
public interface Recorder {
  /**
   * A scan is about to begin; its clock starts when this has returned. So what may cost the thread
   * its processor, such as waking another one, is done here.
   */
  void expectScan();

  /** A scan has begun. */
  void began(OpenScan scan);

  /** More has come to light of a scan that runs: see {@link Execution#startAttributes}. */
  void learned(OpenScan scan);

  /** An execution of a phase has begun. */
  void began(OpenPhase phase);

  /** A scan has ended; its phases may end later, if they were handed over to other threads. */
  void ended(OpenScan scan);

  /** An execution of a phase has ended. */
  void ended(OpenPhase phase);

  /**
   * How many executions of one phase in one scan are told one by one; those that begin after them
   * may be told as a {@link Crowd}, of which there may be several.
   */
  default int mostToldApart() {
    return Integer.MAX_VALUE;
  }

  /**
   * Executions have ended, and others may join them until the crowd is taken, which has to be soon.
   * Never called where all are told one by one.
   */
  default void began(Crowd crowd) {
    throw new UnsupportedOperationException();
  }

  /**
   * One that does the same and keeps nothing of it, for all that is needed to be loaded and
   * compiled before it has to be fast.
   */
  Recorder rehearsal();

  /** Gets ready, however long that takes. On the agent's thread, once, before what follows. */
  void start();

  /** Does what is still to be done about what was told. On the agent's thread. */
  void workOff();

  /**
   * Waits until something is told, that long at most, or for no reason at all; does not wait where
   * something was told a moment ago, or is still to be done. On the agent's thread.
   *
   * @return false if it was not ready to wait
   */
  boolean sleep(long mostNanos);

  /** An execution has been running for long, and may hang. On the agent's thread. */
  void runsLong(OpenPhase phase);

  /**
   * The JVM is about to end: hands on everything that was told, and gives back what it holds.
   *
   * @param open scans that have not ended, and are kept as they are
   * @param timeout after which the rest is left where it is
   */
  void close(List<OpenScan> open, Duration timeout);
}
