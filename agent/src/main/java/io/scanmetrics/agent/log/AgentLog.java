package io.scanmetrics.agent.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own log, where everything it has to say to people ends: one line per message, {@code
 * [scan-metrics] LEVEL message}. Never throws, takes no lock that the application may hold, waits
 * for no reader of a full pipe, and works until the JVM is gone. For any thread.
 *
 * <p>Lines go to the file descriptor, not to {@code System.err}: the application may replace that
 * with a stream that ends up in its own logging, in a file that is closed by then, or in a call of
 * an instrumented method. A line is one write, so lines of the two do not mix.
 */
public final class AgentLog {
  /** How much is said. */
  public enum Level {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG;

    /** The level of that lower-case name, {@link #INFO} for any other text. */
    public static Level of(String name) {
      for (Level level : values()) {
        if (level.name().equalsIgnoreCase(name)) {
          return level;
        }
      }
      return INFO;
    }
  }

  private static final String MARK = "[scan-metrics] ";

  private final Level level;
  private final OutputStream sink;
  private final Charset charset;
  private final @Nullable LongSupplier nanoClock;
  private volatile @Nullable Throttle throttle;

  private AgentLog(
      Level level, OutputStream sink, Charset charset, @Nullable LongSupplier nanoClock) {
    this.level = level;
    this.sink = sink;
    this.charset = charset;
    this.nanoClock = nanoClock;
  }

  /** A log on the stderr of the process. */
  public static AgentLog toStderr(Level level) {
    Charset charset = charset("stderr");
    OutputStream stderr = new Outlet(new FileOutputStream(FileDescriptor.err), charset);
    return new AgentLog(level, stderr, charset, null);
  }

  /**
   * A log somewhere else, in UTF-8.
   *
   * @param sink gets one write per line, from any thread
   * @param nanoClock as {@link System#nanoTime}, for the throttling
   */
  public static AgentLog to(OutputStream sink, Level level, LongSupplier nanoClock) {
    return new AgentLog(level, sink, StandardCharsets.UTF_8, nanoClock);
  }

  /**
   * What a terminal shows, or whoever reads a pipe expects: plain ASCII gives way to UTF-8.
   *
   * @param stream {@code stdout} or {@code stderr}
   */
  public static Charset charset(String stream) {
    String name =
        System.getProperty(stream + ".encoding", System.getProperty("sun." + stream + ".encoding"));
    if (name == null || name.startsWith("ANSI_X3.4") || name.equals("US-ASCII")) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }

  /** Whether a message of that level would be written. */
  public boolean isEnabled(Level wanted) {
    return wanted != Level.OFF && wanted.compareTo(level) <= 0;
  }

  /** The agent, or a good part of it, does not work. */
  public void error(String message) {
    log(Level.ERROR, message, null);
  }

  /** As {@link #error(String)}, with its cause in the same line. */
  public void error(String message, @Nullable Throwable cause) {
    log(Level.ERROR, message, cause);
  }

  /** Something is not as the user wants it, and what to do about it. */
  public void warn(String message) {
    log(Level.WARN, message, null);
  }

  /** As {@link #warn(String)}, with its cause in the same line. */
  public void warn(String message, @Nullable Throwable cause) {
    log(Level.WARN, message, cause);
  }

  /** What a user wants to see of a program that works. */
  public void info(String message) {
    log(Level.INFO, message, null);
  }

  /** For whoever looks for a fault. */
  public void debug(String message) {
    log(Level.DEBUG, message, null);
  }

  /** As {@link #debug(String)}, with its cause and where it comes from. */
  public void debug(String message, @Nullable Throwable cause) {
    log(Level.DEBUG, message, cause);
  }

  /**
   * A warning that may come thousands of times: the first of its kind is written at once, then one
   * a minute at most, which says how many were left out.
   *
   * @param kind tells what counts as the same warning; one of few constants
   */
  public void warnThrottled(String kind, String message, @Nullable Throwable cause) {
    if (!isEnabled(Level.WARN)) {
      return;
    }
    try {
      long leftOut = throttle().admit(kind, nanoTime());
      if (leftOut >= 0) {
        log(Level.WARN, leftOut == 0 ? message : message + Wording.leftOut(leftOut), cause);
      }
    } catch (Throwable e) {
      // A log that throws would make the fault it reports worse.
    }
  }

  /** Writes one message; an error's stack only at level debug, one line per frame. */
  public void log(Level wanted, String message, @Nullable Throwable cause) {
    if (!isEnabled(wanted)) {
      return;
    }
    try {
      write(wanted, cause == null ? message : message + Wording.cause(cause));
      if (cause != null && isEnabled(Level.DEBUG)) {
        for (String frame : Wording.frames(cause)) {
          write(Level.DEBUG, frame);
        }
      }
    } catch (Throwable e) {
      // A log that throws would make the fault it reports worse.
    }
  }

  private void write(Level wanted, String message) throws IOException {
    sink.write(line(wanted, message, charset));
  }

  static byte[] line(Level level, String message, Charset charset) {
    return (MARK + level.name() + ' ' + Wording.oneLine(message) + '\n').getBytes(charset);
  }

  private synchronized Throttle throttle() {
    Throttle existing = throttle;
    if (existing == null) {
      existing = new Throttle();
      throttle = existing;
    }
    return existing;
  }

  private long nanoTime() {
    return nanoClock == null ? System.nanoTime() : nanoClock.getAsLong();
  }
}
