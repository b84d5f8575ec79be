package io.scanmetrics.agent.log;

import java.text.MessageFormat;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link java.util.logging.Logger} in the bundled libraries: the packaged agent has
 * their references to that class turned into references to this one. The first use of the original
 * would choose the {@code LogManager} of the whole JVM, before the application could.
 *
 * <p>Has those methods of the original, with the same behaviour, that the libraries call. Warnings
 * and worse go to the agent's log, throttled per logger; the rest does at level debug. Before
 * {@link #sendTo} nothing goes anywhere. For any thread.
 */
public final class LibraryLogger {
  private static volatile @Nullable AgentLog target;

  private final String name;

  private LibraryLogger(String name) {
    this.name = name;
  }

  /** Where all loggers write to from now on; {@code null} for nowhere. */
  public static void sendTo(@Nullable AgentLog log) {
    target = log;
  }

  public static LibraryLogger getLogger(String name) {
    return new LibraryLogger(name);
  }

  public String getName() {
    return name;
  }

  public boolean isLoggable(Level level) {
    AgentLog log = target;
    return log != null
        && level.intValue() != Level.OFF.intValue()
        && log.isEnabled(isWarning(level) ? AgentLog.Level.WARN : AgentLog.Level.DEBUG);
  }

  public void warning(@Nullable String message) {
    write(Level.WARNING, message, null);
  }

  public void info(@Nullable String message) {
    write(Level.INFO, message, null);
  }

  public void fine(@Nullable String message) {
    write(Level.FINE, message, null);
  }

  public void log(Level level, @Nullable String message) {
    write(level, message, null);
  }

  public void log(Level level, Supplier<@Nullable String> message) {
    if (isLoggable(level)) {
      write(level, message.get(), null);
    }
  }

  public void log(Level level, @Nullable String message, @Nullable Throwable thrown) {
    write(level, message, thrown);
  }

  public void log(Level level, @Nullable String message, @Nullable Object parameter) {
    log(level, message, new @Nullable Object[] {parameter});
  }

  public void log(Level level, @Nullable String message, @Nullable Object @Nullable [] parameters) {
    if (isLoggable(level)) {
      write(level, format(message, parameters), null);
    }
  }

  public void log(LogRecord entry) {
    if (isLoggable(entry.getLevel())) {
      write(entry.getLevel(), format(entry.getMessage(), entry.getParameters()), entry.getThrown());
    }
  }

  private void write(Level level, @Nullable String message, @Nullable Throwable thrown) {
    AgentLog log = target;
    if (log == null || !isLoggable(level)) {
      return;
    }
    String line = name.substring(name.lastIndexOf('.') + 1) + ": " + message;
    if (isWarning(level)) {
      log.warnThrottled(name, line, thrown);
    } else {
      log.debug(line, thrown);
    }
  }

  private static boolean isWarning(Level level) {
    return level.intValue() >= Level.WARNING.intValue();
  }

  private static @Nullable String format(
      @Nullable String message, @Nullable Object @Nullable [] parameters) {
    if (message == null
        || parameters == null
        || parameters.length == 0
        || message.indexOf('{') < 0) {
      return message;
    }
    try {
      return MessageFormat.format(message, parameters);
    } catch (RuntimeException e) {
      // A pattern that is none, or a parameter that cannot be shown.
      return message;
    }
  }
}
