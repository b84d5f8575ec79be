package io.scanmetrics.otel;

import io.scanmetrics.ExporterLog;
import java.lang.System.Logger.Level;

/** To the JDK's logging, and so to whatever the application has bound to it. */
final class SystemLog implements ExporterLog {
  private final System.Logger logger = System.getLogger("io.scanmetrics");

  @Override
  public void info(String message) {
    logger.log(Level.INFO, message);
  }

  @Override
  public void warn(String message) {
    logger.log(Level.WARNING, message);
  }
}
