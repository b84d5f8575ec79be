package io.scanmetrics.journal;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.log.Throttle;
import io.scanmetrics.log.UnfailingLog;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private final ExporterLog log;
  private final SpoolConfig config;
  private final LongSupplier nanoTime;

  private final Throttle off = new Throttle();
  private final Throttle full = new Throttle();
  private final Throttle vanished = new Throttle();
  private final Throttle file = new Throttle();

  /** Whether people were told that the spool is off, and not yet that it no longer is. */
  private final AtomicBoolean alarmed = new AtomicBoolean();

  SpoolLog(ExporterLog log, SpoolConfig config, LongSupplier nanoTime) {
    this.log = new UnfailingLog(log);
    this.config = config;
    this.nanoTime = nanoTime;
  }

  /** From now on nothing is kept on disk. */
  void off(Exception reason) {
    if (admit(off)) {
      alarmed.set(true);
      log.warn(
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
    if (alarmed.compareAndSet(true, false)) {
      log.info("Scans are kept on disk again in " + config.folder());
    }
  }

  void vanished() {
    if (admit(vanished)) {
      log.warn(
          "The spool folder "
              + config.folder()
              + " was removed, and with it the scans that waited there; it is made anew");
    }
  }

  void full() {
    if (admit(full)) {
      log.warn(
          "The spool folder "
              + config.folder()
              + " holds the "
              + config.maxBytes()
              + " bytes that scan.metrics.spool.max.bytes allows; new scans wait in memory alone"
              + " until there is room again");
    }
  }

  void notRead(Exception reason) {
    if (admit(file)) {
      log.warn("Scans that wait in " + config.folder() + " cannot be read: " + words(reason));
    }
  }

  void notSetAside(String name, Exception reason) {
    if (admit(file)) {
      log.warn("Scan " + name + " stays where it is in " + config.folder() + ": " + words(reason));
    }
  }

  void notRemoved(String name, Exception reason) {
    if (admit(file)) {
      log.warn(
          "What is stored cannot be removed from "
              + config.folder()
              + ", and will be stored again, which does no harm: "
              + (name.isEmpty() ? "" : name + ": ")
              + words(reason));
    }
  }

  private boolean admit(Throttle kind) {
    return kind.admit(nanoTime.getAsLong()).isPresent();
  }

  /** The JDK puts the file's name where the reason should stand. */
  static String words(Exception e) {
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
}
