package io.scanmetrics.log;

import io.scanmetrics.ExporterLog;

/**
 * Stands before the host's log, so that one that fails, whatever it throws, ends nothing but the
 * line: neither a scan's way nor the application's call. As safe for threads as the log behind it.
 *
 * @param log the host's
 */
public record UnfailingLog(ExporterLog log) implements ExporterLog {
  @Override
  public void info(String message) {
    try {
      log.info(message);
    } catch (Throwable ignored) {
      // There is nobody left to tell.
    }
  }

  @Override
  public void warn(String message) {
    try {
      log.warn(message);
    } catch (Throwable ignored) {
      // As above.
    }
  }
}
