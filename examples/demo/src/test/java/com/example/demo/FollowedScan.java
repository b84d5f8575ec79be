package com.example.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The only scan of a database, and its phases in order.
 *
 * @param row of {@code scan_metrics}
 * @param phases rows of {@code execution_phases}
 */
record FollowedScan(Map<String, @Nullable Object> row, List<Phase> phases) {

  /**
   * One execution.
   *
   * @param began microseconds since the epoch, as {@code ended}
   * @param metrics as JSON
   */
  record Phase(String name, long began, long ended, boolean succeeded, String metrics) {
    double seconds() {
      return (ended - began) / 1e6;
    }
  }

  static FollowedScan in(ScanRows rows) throws SQLException {
    Map<String, @Nullable Object> row = assertThat(rows.scans().values()).singleElement().actual();
    List<Phase> phases =
        rows.phases((UUID) Objects.requireNonNull(row.get("scan_id"))).stream()
            .map(FollowedScan::phase)
            .toList();
    return new FollowedScan(row, phases);
  }

  List<Phase> phases(String name) {
    return phases(phase -> phase.name().equals(name));
  }

  List<Phase> phases(Predicate<Phase> which) {
    return phases.stream().filter(which).toList();
  }

  /** From its start to its end. */
  double seconds() {
    return (time("finished_at") - time("started_at")) / 1e6;
  }

  static double seconds(List<Phase> phases) {
    return phases.stream().mapToDouble(Phase::seconds).sum();
  }

  /** That no time is counted twice, and all of it lies within the scan. */
  void addsUp() {
    int parts = 0;
    for (String name : List.of("ingest", "analyze", "reachability", "publish")) {
      parts += row.get("t_" + name + "_ms") instanceof Integer millis ? millis : 0;
    }
    assertThat(parts).isPositive().isLessThanOrEqualTo((Integer) row.get("total_duration_ms"));
    long began = time("started_at");
    long ended = time("finished_at");
    assertThat(phases)
        .allSatisfy(phase -> assertThat(phase.began()).isBetween(began, phase.ended()))
        .allSatisfy(phase -> assertThat(phase.ended()).isLessThanOrEqualTo(ended))
        .allMatch(Phase::succeeded);
  }

  private long time(String column) {
    return (Long) Objects.requireNonNull(row.get(column));
  }

  private static Phase phase(Map<String, @Nullable Object> row) {
    return new Phase(
        String.valueOf(row.get("phase_name")),
        (Long) Objects.requireNonNull(row.get("started_at")),
        (Long) Objects.requireNonNull(row.get("finished_at")),
        Boolean.TRUE.equals(row.get("success")),
        String.valueOf(row.get("phase_metrics")));
  }
}
