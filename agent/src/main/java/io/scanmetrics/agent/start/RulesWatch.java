package io.scanmetrics.agent.start;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.threads.DaemonThread;
import java.io.File;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether a rules file is another one than before: written, replaced, or reached through a
 * link that leads elsewhere now. One that is still being written is left alone until it has been
 * the same from one look to the next.
 *
 * <p>Reading the rules, and weaving by them, is for a thread of its own, of which there is one at a
 * time: that takes its time, and whoever looks has none.
 */
final class RulesWatch {
  private final Agent agent;
  private final AgentLog log;

  /** Held by whoever puts rules in force. Never waited for by whoever looks. */
  private final Object changing = new Object();

  // Guarded by this.
  private List<String> files;
  private long known;
  private long seen;
  private @Nullable Thread change;

  /**
   * Does nothing yet.
   *
   * @param known the {@link #stampOf} the files from before they were read
   */
  RulesWatch(Agent agent, AgentLog log, List<String> files, long known) {
    this.agent = agent;
    this.log = log;
    this.files = files;
    this.known = known;
    this.seen = known;
  }

  /** Changes whenever one of the files does. */
  static long stampOf(List<String> files) {
    long stamp = 0;
    for (String name : files) {
      File file = new File(name);
      stamp = (stamp * 31 + file.lastModified()) * 31 + file.length();
    }
    return stamp;
  }

  /** From here on other files are looked at, which are read at once, on this thread. */
  void turnTo(List<String> others) {
    synchronized (changing) {
      synchronized (this) {
        files = others;
        known = stampOf(others);
      }
      agent.read(others);
    }
  }

  /** Looks once. On the agent's thread; quick, and never throws. */
  synchronized void look() {
    if (change != null && change.isAlive()) {
      return;
    }
    try {
      long stamp = stampOf(files);
      boolean settled = stamp == seen;
      seen = stamp;
      if (stamp != known && settled) {
        start(() -> agent.read(files()));
        known = stamp;
      } else if (agent.hasToTidyUp()) {
        start(agent::tidyUp);
      }
    } catch (Throwable e) {
      failed(e);
    }
  }

  private synchronized List<String> files() {
    return files;
  }

  private void start(Runnable what) {
    change = DaemonThread.start("scan-metrics-rules", () -> change(what));
  }

  private void change(Runnable what) {
    try {
      synchronized (changing) {
        what.run();
      }
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void failed(Throwable cause) {
    try {
      log.error("the rules could not be changed", cause);
    } catch (Throwable e) {
      // There is no memory to say so; the next look comes.
    }
  }
}
