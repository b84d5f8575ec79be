package io.scanmetrics.testing;

import io.scanmetrics.ExporterLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What people were told, in the order in which they were. */
public final class RecordedLog implements ExporterLog {
  /** All lines, each behind its level: {@code info} or {@code warn}. */
  public final List<String> lines = new CopyOnWriteArrayList<>();

  /** The warnings alone, as they are. */
  public final List<String> warnings = new CopyOnWriteArrayList<>();

  @Override
  public void info(String message) {
    lines.add("info " + message);
  }

  @Override
  public void warn(String message) {
    lines.add("warn " + message);
    warnings.add(message);
  }
}
