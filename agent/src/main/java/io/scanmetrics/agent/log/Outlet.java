package io.scanmetrics.agent.log;

import io.scanmetrics.threads.DaemonThread;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps whoever says something from waiting for a reader who does not read: lines are written by a
 * daemon thread, which comes with a line and goes when none has come for a while. Normally a line
 * is written when {@link #write} returns. Where that takes more than a moment nobody waits for it,
 * nor for any further line before lines are taken again; so many wait, further ones are left out,
 * and how many is said at the next opportunity.
 *
 * <p>For any thread, one line per call.
 */
final class Outlet extends OutputStream {
  private static final int MOST_WAITING = 1_000;
  private static final long MOMENT_NANOS = 300_000_000;
  private static final long PATIENCE_NANOS = 2_000_000_000;

  private final OutputStream sink;
  private final Charset charset;
  private final long patienceNanos;

  /** A monitor, because the locks of java.util.concurrent bring 20 classes to every start. */
  private final Object lock = new Object();

  // Guarded by the lock.
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private @Nullable Thread writer;
  private long added;
  private long written;
  private long leftOut;
  private boolean stuck;

  /**
   * @param sink may hold its callers up for as long as it likes
   */
  Outlet(OutputStream sink, Charset charset) {
    this(sink, charset, PATIENCE_NANOS);
  }

  /**
   * @param patienceNanos how long the thread waits for a line
   */
  Outlet(OutputStream sink, Charset charset, long patienceNanos) {
    this.sink = sink;
    this.charset = charset;
    this.patienceNanos = patienceNanos;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single});
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    byte[] line = Arrays.copyOfRange(bytes, from, from + length);
    if (!add(line)) {
      sink.write(line);
    }
  }

  /** False if there is no thread to write it, and there never was. */
  private boolean add(byte[] line) {
    synchronized (lock) {
      boolean first = added == 0;
      boolean writes = hasWriter();
      if (first && !writes) {
        return false;
      }
      if (!writes || waiting.size() >= MOST_WAITING) {
        leftOut++;
      } else {
        enqueue(line);
        awaitWritten(added);
      }
      return true;
    }
  }

  private void enqueue(byte[] line) {
    waiting.add(line);
    added++;
    lock.notifyAll();
  }

  private void awaitWritten(long line) {
    long deadline = System.nanoTime() + MOMENT_NANOS;
    try {
      while (written < line && !stuck) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis > 0) {
          lock.wait(millis);
        } else {
          stuck = true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean hasWriter() {
    if (writer == null) {
      try {
        writer = DaemonThread.start("scan-metrics-log", new Writer());
      } catch (OutOfMemoryError noThread) {
        return false;
      }
    }
    return true;
  }

  private final class Writer implements Runnable {
    @Override
    public void run() {
      for (byte[] line = next(); line != null; line = next()) {
        try {
          sink.write(line);
        } catch (Throwable e) {
          // Whoever was to read it is gone, or there is too little memory; the next one may do.
        }
        wrote();
      }
    }
  }

  /** {@code null} if no line comes: this thread ends then, and the next line brings another. */
  private byte @Nullable [] next() {
    synchronized (lock) {
      long deadline = System.nanoTime() + patienceNanos;
      while (waiting.isEmpty()) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          writer = null;
          return null;
        }
        try {
          lock.wait(millis);
        } catch (InterruptedException e) {
          // Nobody has a reason to; lines are written all the same.
        }
      }
      return waiting.remove();
    }
  }

  private void wrote() {
    synchronized (lock) {
      written++;
      stuck = false;
      if (leftOut > 0) {
        enqueue(AgentLog.line(AgentLog.Level.WARN, Wording.notTaken(leftOut), charset));
        leftOut = 0;
      }
      lock.notifyAll();
    }
  }
}
