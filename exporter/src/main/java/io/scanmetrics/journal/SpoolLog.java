package io.scanmetrics.journal;

import io.scanmetrics.ExporterLog;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What the {@link Spool} says to people: of each kind of trouble the first at once, then one line a
 * minute, and a line when it is over. For any thread; never throws.
 */
final class SpoolLog {
  static final SpoolLog SILENT =
      new SpoolLog(
          new ExporterLog() {
            @Override
            public void info(String message) {}

            @Override
            public void warn(String message) {}
          },
          new SpoolConfig(Path.of(""), 0),
          System::nanoTime);

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private enum Kind {
    OFF,
    FULL,
    VANISHED,
    FILE
  }

  private final ExporterLog log;
  private final SpoolConfig config;
  private final LongSupplier nanoTime;

  // Guarded by this.
  private final Map<Kind, Long> said = new EnumMap<>(Kind.class);
  private boolean alarmed;

  SpoolLog(ExporterLog log, SpoolConfig config, LongSupplier nanoTime) {
    this.log = log;
    this.config = config;
    this.nanoTime = nanoTime;
  }

  /** From now on nothing is kept on disk. */
  void off(Exception reason) {
    if (admit(Kind.OFF)) {
      setAlarmed(true);
      warn(
          "Scans cannot be kept on disk"
              + (config.isNowhere() ? "" : " in " + config.folder())
              + ": "
              + words(reason)
              + "; until that is mended they wait in memory, and what is not in the database when"
              + " this JVM ends is lost");
    }
  }

  /** Scans are kept on disk, maybe after they were not. */
  void on() {
    if (setAlarmed(false)) {
      info("Scans are kept on disk again in " + config.folder());
    }
  }

  void vanished() {
    if (admit(Kind.VANISHED)) {
      warn(
          "The spool folder "
              + config.folder()
              + " was removed, and with it the scans that waited there; it is made anew");
    }
  }

  void full() {
    if (admit(Kind.FULL)) {
      warn(
          "The spool folder "
              + config.folder()
              + " holds the "
              + config.maxBytes()
              + " bytes that scan.metrics.spool.max.bytes allows; new scans wait in memory alone"
              + " until there is room again");
    }
  }

  void notRead(Exception reason) {
    if (admit(Kind.FILE)) {
      warn("Scans that wait in " + config.folder() + " cannot be read: " + words(reason));
    }
  }

  void notSetAside(String name, Exception reason) {
    if (admit(Kind.FILE)) {
      warn("Scan " + name + " stays where it is in " + config.folder() + ": " + words(reason));
    }
  }

  void notRemoved(String name, Exception reason) {
    if (admit(Kind.FILE)) {
      warn(
          "What is stored cannot be removed from "
              + config.folder()
              + ", and will be stored again, which does no harm: "
              + (name.isEmpty() ? "" : name + ": ")
              + words(reason));
    }
  }

  private synchronized boolean admit(Kind kind) {
    long now = nanoTime.getAsLong();
    Long last = said.get(kind);
    if (last != null && now - last < MINUTE_NANOS) {
      return false;
    }
    said.put(kind, now);
    return true;
  }

  /** Returns what it was before. */
  private synchronized boolean setAlarmed(boolean now) {
    boolean before = alarmed;
    alarmed = now;
    return before;
  }

  /** The JDK puts the file's name where the reason should stand. */
  private static String words(Exception e) {
    if (e instanceof AccessDeniedException denied) {
      return "access to " + denied.getFile() + " is denied";
    }
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + " is not there";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is in the way";
    }
    if (e instanceof FileSystemException other && other.getReason() != null) {
      return other.getReason() + ": " + other.getFile();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private void info(String message) {
    try {
      log.info(message);
    } catch (RuntimeException ignored) {
      // A log that fails must not end the journal.
    }
  }

  private void warn(String message) {
    try {
      log.warn(message);
    } catch (RuntimeException ignored) {
      // As above.
    }
  }
}
