package io.scanmetrics.testing.otlp;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the tables have to say of the spans that a backend got: the queries, and the rows that these
 * must give, worked out from the spans alone by the published convention.
 */
public final class SpansAsRows {
  /** One row per scan, ordered by its ids; times in microseconds since 1970. */
  public static final String SCANS =
      """
      SELECT trace_id, span_id, outcome, artifact_digest, artifact_type, is_replay,
        (extract(epoch FROM started_at) * 1000000)::BIGINT,
        (extract(epoch FROM finished_at) * 1000000)::BIGINT
      FROM scanner.scan_metrics ORDER BY trace_id, span_id
      """;

  /** One row per execution of a phase, ordered by its ids. */
  public static final String PHASES =
      """
      SELECT trace_id, p.span_id, coalesce(p.parent_span_id, s.span_id),
        CASE phase_name WHEN 'other' THEN phase_metrics->>'scan.phase.name' ELSE phase_name END,
        success, error_code, error_message,
        (extract(epoch FROM p.started_at) * 1000000)::BIGINT,
        (extract(epoch FROM p.finished_at) * 1000000)::BIGINT
      FROM scanner.execution_phases p JOIN scanner.scan_metrics s USING (metrics_id)
      ORDER BY trace_id, p.span_id
      """;

  private static final String PHASE = "scan.phase.name";

  private SpansAsRows() {}

  /** What {@link #SCANS} has to give. */
  public static List<List<@Nullable Object>> scans(List<ReceivedSpan> spans) {
    return spans.stream()
        .filter(span -> !isPhase(span) && span.attributes().containsKey("scan.id"))
        .sorted(byIds())
        .map(
            span ->
                row(
                    span.traceId(),
                    span.spanId(),
                    span.failed() ? "failed" : "succeeded",
                    span.attributes().get("scan.artifact.digest"),
                    span.attributes().get("scan.artifact.type"),
                    span.attributes().getOrDefault("scan.replay", false),
                    span.start() / 1000,
                    span.end() / 1000))
        .toList();
  }

  /** What {@link #PHASES} has to give. */
  public static List<List<@Nullable Object>> phases(List<ReceivedSpan> spans) {
    return spans.stream()
        .filter(SpansAsRows::isPhase)
        .sorted(byIds())
        .map(
            span ->
                row(
                    span.traceId(),
                    span.spanId(),
                    span.parentSpanId(),
                    span.attributes().get(PHASE),
                    !span.failed(),
                    span.attributes().get("error.type"),
                    span.statusMessage().isEmpty() ? null : span.statusMessage(),
                    span.start() / 1000,
                    span.end() / 1000))
        .toList();
  }

  private static boolean isPhase(ReceivedSpan span) {
    return Objects.nonNull(span.attributes().get(PHASE));
  }

  private static Comparator<ReceivedSpan> byIds() {
    return Comparator.comparing(ReceivedSpan::traceId).thenComparing(ReceivedSpan::spanId);
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
