package io.scanmetrics.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One file of SQL on the schema's way to its newest version; psql runs the same files. They are
 * named here and read as resources of this class, so that they are found behind any class loader.
 *
 * @param file its name, {@code V}, three digits, two underscores, a description
 */
record MigrationScript(String file) {
  private static final String FOLDER = "/io/scanmetrics/migration/";

  /** Oldest first. */
  static final List<MigrationScript> ALL =
      List.of(
          new MigrationScript("V004__scan_metrics.sql"),
          new MigrationScript("V005__outcome_attempt_and_trace.sql"),
          new MigrationScript("V006__in_flight_slo_and_pruning.sql"),
          new MigrationScript("V007__covering_indexes.sql"));

  /** The version that a schema has after all of them. */
  static final int NEWEST_VERSION = ALL.get(ALL.size() - 1).version();

  int version() {
    return Integer.parseInt(file.substring(1, file.indexOf("__")));
  }

  /** The whole text, which any number of statements make up. */
  String sql() {
    try (InputStream in = MigrationScript.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("not in this jar: " + FOLDER + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
