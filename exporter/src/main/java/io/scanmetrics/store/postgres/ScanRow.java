package io.scanmetrics.store.postgres;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.Progress;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.json.JsonText;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code scan_metrics} as a scan again, whoever wrote it. */
final class ScanRow {
  private ScanRow() {}

  /** The row that a result with all columns is at, without its phases. */
  static StoredScan read(ResultSet result) throws SQLException {
    Instant startedAt = result.getObject("started_at", OffsetDateTime.class).toInstant();
    Instant finishedAt = instant(result, "finished_at");
    Instant lastSeenAt = instant(result, "last_seen_at");
    Scan scan =
        new Scan(
            result.getObject("metrics_id", UUID.class),
            result.getObject(ScanAttribute.SCAN_ID.column(), UUID.class),
            result.getObject(ScanAttribute.TENANT_ID.column(), UUID.class),
            orEmpty(result.getString("trace_id")),
            orEmpty(result.getString("span_id")),
            startedAt,
            finishedAt,
            outcome(result.getString("outcome"), finishedAt),
            attributes(result),
            JsonText.read(result.getString("attributes")),
            List.of());
    return new StoredScan(
        lastSeenAt == null
            ? scan
            : scan.with(
                new Progress(
                    lastSeenAt,
                    result.getString("last_seen_phase"),
                    instant(result, "last_seen_phase_started_at"))),
        ids(result.getArray("earlier_attempts")));
  }

  private static Map<ScanAttribute, Object> attributes(ResultSet result) throws SQLException {
    Map<ScanAttribute, Object> values = new EnumMap<>(ScanAttribute.class);
    for (ScanAttribute attribute : ScanAttribute.values()) {
      Object value = result.getObject(attribute.column());
      // A flag that is not set may be one that nobody knows of.
      if (value != null && !value.equals(false)) {
        values.put(attribute, value);
      }
    }
    values.remove(ScanAttribute.SCAN_ID);
    values.remove(ScanAttribute.TENANT_ID);
    return values;
  }

  /**
   * Another program says nothing of the outcome, or something unknown; it writes what succeeded.
   */
  private static Outcome outcome(@Nullable String text, @Nullable Instant finishedAt) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.text().equals(text)) {
        return outcome;
      }
    }
    return finishedAt == null ? Outcome.RUNNING : Outcome.SUCCEEDED;
  }

  private static @Nullable Instant instant(ResultSet result, String column) throws SQLException {
    OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static Set<UUID> ids(@Nullable Array array) throws SQLException {
    return array == null ? Set.of() : Set.of((UUID[]) array.getArray());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
