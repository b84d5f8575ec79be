package io.scanmetrics.journal;

import io.scanmetrics.ExporterLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What people were told. */
final class Lines implements ExporterLog {
  final List<String> all = new CopyOnWriteArrayList<>();

  @Override
  public void info(String message) {
    all.add("info " + message);
  }

  @Override
  public void warn(String message) {
    all.add("warn " + message);
  }
}
