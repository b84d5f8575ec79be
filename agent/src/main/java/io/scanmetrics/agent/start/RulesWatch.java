package io.scanmetrics.agent.start;

import io.scanmetrics.agent.log.AgentLog;
import java.io.File;
import java.util.List;

/**
 * Looks once a second whether a rules file is another one than before: written, replaced, or
 * reached through a link that leads elsewhere now. One that is still being written is left alone
 * until it has been the same for a second.
 *
 * <p>Its thread begins before {@code main} and does nothing else there than to go to sleep.
 */
public final class RulesWatch implements Runnable {
  private static final long PAUSE_MILLIS = 1_000;

  private final Agent agent;
  private final AgentLog log;
  private List<String> files;
  private long known;

  /**
   * Starts nothing.
   *
   * @param known the {@link #stampOf} the files from before they were read
   */
  public RulesWatch(Agent agent, AgentLog log, List<String> files, long known) {
    this.agent = agent;
    this.log = log;
    this.files = files;
    this.known = known;
  }

  /** Changes whenever one of the files does. */
  public static long stampOf(List<String> files) {
    long stamp = 0;
    for (String name : files) {
      File file = new File(name);
      stamp = (stamp * 31 + file.lastModified()) * 31 + file.length();
    }
    return stamp;
  }

  /** Begins to look. */
  public void start() {
    Thread thread = new Thread(null, this, "scan-metrics-rules", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(RulesWatch.class.getClassLoader());
    thread.start();
  }

  @Override
  public void run() {
    long seen = known;
    try {
      while (true) {
        Thread.sleep(PAUSE_MILLIS);
        seen = look(seen);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From here on other files are looked at, which are read at once. */
  synchronized void turnTo(List<String> others) {
    files = others;
    known = stampOf(others);
    agent.read(others);
  }

  private synchronized long look(long seen) {
    long stamp = stampOf(files);
    try {
      if (stamp != known && stamp == seen) {
        known = stamp;
        agent.read(files);
      } else {
        agent.tidyUp();
      }
    } catch (Throwable e) {
      log.error("the rules could not be changed", e);
    }
    return stamp;
  }
}
