package io.scanmetrics.otel;

import static io.scanmetrics.otel.SpansToRows.START;
import static io.scanmetrics.otel.SpansToRows.end;
import static io.scanmetrics.otel.SpansToRows.phase;
import static io.scanmetrics.otel.SpansToRows.scan;
import static io.scanmetrics.otel.SpansToRows.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.store.postgres.SchemaMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans made by hand, in an SDK of the application's own, compared with their rows. */
class SpansToRowsIT {
  private static final String SURFACE = "5c1b9c42-6f3e-4a9c-8d31-0f4c1e6a7b21";

  /** What the convention says of each attribute: here the value, and what its column shows. */
  private static final Map<ScanAttribute, String> TEXTS =
      Map.ofEntries(
          Map.entry(ScanAttribute.ARTIFACT_DIGEST, "sha256:9f86d0"),
          Map.entry(ScanAttribute.ARTIFACT_TYPE, "oci_image"),
          Map.entry(ScanAttribute.REPLAY_MANIFEST_HASH, "sha256:4b"),
          Map.entry(ScanAttribute.FINDINGS_SHA256, "fi"),
          Map.entry(ScanAttribute.VEX_BUNDLE_SHA256, "ve"),
          Map.entry(ScanAttribute.PROOF_BUNDLE_SHA256, "pr"),
          Map.entry(ScanAttribute.SBOM_SHA256, "sb"),
          Map.entry(ScanAttribute.POLICY_DIGEST, "po"),
          Map.entry(ScanAttribute.FEED_SNAPSHOT_ID, "feed 2026-03-01"),
          Map.entry(ScanAttribute.SCANNER_VERSION, "7.1"),
          Map.entry(ScanAttribute.SCANNER_IMAGE_DIGEST, "sha256:im"));

  private static final Map<ScanAttribute, Integer> COUNTS =
      Map.of(
          ScanAttribute.PACKAGE_COUNT, 120,
          ScanAttribute.FINDING_COUNT, 7,
          ScanAttribute.VEX_DECISION_COUNT, 0);

  private final SpansToRows spansToRows = new SpansToRows();

  @ParameterizedTest
  @ValueSource(
      strings = {"always_on", "always_off", "parentbased_always_off", "parentbased_traceidratio"})
  void everyAttributeReachesItsColumnAtAnySampler(String sampler) {
    SpanContext context =
        spansToRows.runFor(
            Map.of("otel.traces.sampler", sampler, "otel.traces.sampler.arg", "0"),
            tracer -> {
              Span scan = start(scan(tracer, "nightly"), 0);
              scan.setAttribute("scan.tenant.id", "acme");
              scan.setAttribute("scan.surface.id", SURFACE);
              TEXTS.forEach((attribute, text) -> scan.setAttribute(attribute.key(), text));
              COUNTS.forEach(
                  (attribute, count) -> scan.setAttribute(attribute.key(), (long) count));
              scan.setAttribute("scan.replay", true);
              scan.setAttribute("branch", "main");
              end(scan, 2_500);
              return scan.getSpanContext();
            });

    for (Map.Entry<ScanAttribute, String> text : TEXTS.entrySet()) {
      assertThat(column(text.getKey())).as(text.getKey().key()).isEqualTo(text.getValue());
    }
    for (Map.Entry<ScanAttribute, Integer> count : COUNTS.entrySet()) {
      assertThat(column(count.getKey())).as(count.getKey().key()).isEqualTo(count.getValue());
    }
    assertThat(column(ScanAttribute.REPLAY)).isEqualTo(true);
    assertThat(column(ScanAttribute.SURFACE_ID)).isEqualTo(UUID.fromString(SURFACE));
    // Both computed with Python's uuid5.
    assertThat(column(ScanAttribute.TENANT_ID))
        .isEqualTo(UUID.fromString("13687761-6578-5e28-ad9d-8ac25eba3cba"));
    assertThat(column(ScanAttribute.SCAN_ID))
        .isEqualTo(UUID.fromString("b290e2d7-362e-526c-8ac0-0f642439207e"));
    assertThat(
            spansToRows.rows(
                "SELECT replace(metrics_id::TEXT, '-', ''), trace_id, span_id, outcome,"
                    + " total_duration_ms, attempt, finished_at IS NOT NULL,"
                    + " started_at = '"
                    + START
                    + "', attributes FROM scanner.scan_metrics"))
        .hasSize(1)
        .first()
        .asString()
        .isEqualTo(
            List.of(
                    context.getTraceId(),
                    context.getTraceId(),
                    context.getSpanId(),
                    "succeeded",
                    2500,
                    1,
                    true,
                    true,
                    "{\"branch\": \"main\", \"scan.id\": \"nightly\","
                        + " \"scan.tenant.id\": \"acme\"}")
                .toString());
  }

  @Test
  void phasesBecomeRowsInTheirOrderWithTheirTimes() {
    spansToRows.run(
        Map.of("otel.traces.sampler", "always_off"),
        tracer -> {
          Span scan = start(scan(tracer, SURFACE), 0);
          Span analyze = start(phase(tracer, scan, "analyze"), 400);
          Span update = start(phase(tracer, analyze, "ingest"), 500);
          end(update, 700);
          Span other = start(phase(tracer, scan, "analyze"), 600);
          other.setAttribute("scan.finding.count", 4);
          end(other, 1_000);
          analyze.setAttribute("scan.finding.count", 3);
          analyze.setAttribute("analyzer.name", "maven");
          analyze.setAttribute("confidence", 0.5);
          analyze.setAttribute("deep", true);
          analyze.setAttribute(AttributeKey.longArrayKey("sizes"), List.of(1L, 2L));
          end(analyze, 900);
          Span sign = start(phase(tracer, scan, "sign"), 1_000);
          sign.setAttribute("error.type", "KEY_EXPIRED");
          sign.recordException(new IllegalStateException("expired yesterday"));
          sign.setStatus(StatusCode.ERROR, "described");
          end(sign, 1_100);
          end(start(phase(tracer, scan, "warm-up"), 10), 20);
          end(scan, 1_200);
          end(start(phase(tracer, scan, "publish"), 1_150), 1_700);
        });

    assertThat(
            spansToRows.rows(
                "SELECT phase_order, phase_name, duration_ms, success, error_code, error_message,"
                    + " phase_metrics::TEXT FROM scanner.execution_phases ORDER BY phase_order"))
        .containsExactly(
            row(1, "other", 10, true, null, null, "{\"scan.phase.name\": \"warm-up\"}"),
            row(
                2,
                "analyze",
                500,
                true,
                null,
                null,
                "{\"deep\": true, \"sizes\": [1, 2], \"confidence\": 0.5,"
                    + " \"analyzer.name\": \"maven\"}"),
            row(3, "ingest", 200, true, null, null, null),
            row(4, "analyze", 400, true, null, null, null),
            row(5, "sign", 100, false, "KEY_EXPIRED", "expired yesterday", null),
            row(6, "publish", 550, true, null, null, null));
    assertThat(
            spansToRows.rows(
                "SELECT outcome, total_duration_ms, t_ingest_ms, t_analyze_ms, t_reachability_ms,"
                    + " t_vex_ms, t_sign_ms, t_publish_ms, finding_count"
                    + " FROM scanner.scan_metrics"))
        .containsExactly(row("succeeded", 1200, 200, 500, null, null, 100, 50, 7));
  }

  @Test
  void scansInAForeignTraceKeepTheirTraceAndHaveKeysOfTheirOwn() {
    SpanContext foreign =
        SpanContext.createFromRemoteParent(
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "00f067aa0ba902b7",
            TraceFlags.getDefault(),
            TraceState.getDefault());
    spansToRows.run(
        Map.of(),
        tracer -> {
          Context around = Context.root().with(Span.wrap(foreign));
          Span one = scan(tracer, "one").setParent(around).startSpan();
          Span two = scan(tracer, "two").setParent(around).startSpan();
          phase(tracer, two, "vex").startSpan().end();
          two.end();
          phase(tracer, one, "sign").startSpan().end();
          one.end();
        });

    assertThat(
            spansToRows.rows(
                "SELECT attributes ->> 'scan.id', trace_id, phase_name"
                    + " FROM scanner.scan_metrics JOIN scanner.execution_phases USING (metrics_id)"
                    + " ORDER BY 1"))
        .containsExactly(
            row("one", foreign.getTraceId(), "sign"), row("two", foreign.getTraceId(), "vex"));
    assertThat(spansToRows.value("SELECT count(DISTINCT metrics_id) FROM scanner.scan_metrics"))
        .isEqualTo(2L);
  }

  @Test
  void whatIsStillOpenWhenTheSdkShutsDownIsAborted() {
    spansToRows.run(
        Map.of(),
        tracer -> {
          Span scan = scan(tracer, "cut off").startSpan();
          phase(tracer, scan, "ingest").startSpan().end();
          phase(tracer, scan, "analyze").startSpan();
        });

    assertThat(
            spansToRows.rows(
                "SELECT outcome, scan_metrics.finished_at, total_duration_ms, phase_name"
                    + " FROM scanner.scan_metrics JOIN scanner.execution_phases USING (metrics_id)"))
        .containsExactly(row("aborted", null, null, "ingest"));
  }

  @Test
  void aHostThatOnlyTakesAnExporterGetsTheSameRows() {
    ScanMetricsExporter scanMetrics =
        ScanMetricsExporter.builder()
            .jdbcUrl(spansToRows.jdbcUrl())
            .schema(SchemaMode.MIGRATE)
            .build();
    SdkTracerProvider sdk =
        SdkTracerProvider.builder()
            .addSpanProcessor(BatchSpanProcessor.create(scanMetrics.spanExporter()))
            .build();
    Tracer tracer = sdk.get("an application");
    Span scan = start(scan(tracer, "nightly"), 0);
    Span analyze = start(phase(tracer, scan, "analyze"), 100);
    end(start(phase(tracer, analyze, "ingest"), 200), 300);
    end(analyze, 500);
    end(scan, 1_000);
    assertThat(sdk.shutdown().join(55, TimeUnit.SECONDS).isSuccess()).isTrue();

    assertThat(
            spansToRows.rows(
                "SELECT attributes ->> 'scan.id', total_duration_ms, t_analyze_ms, t_ingest_ms"
                    + " FROM scanner.scan_metrics"))
        .containsExactly(row("nightly", 1000, 300, 100));
    assertThat(spansToRows.value("SELECT count(*) FROM scanner.execution_phases")).isEqualTo(2L);
  }

  @Test
  void theResourceFillsInWhatTheSpansDoNotSay() {
    spansToRows.run(
        Map.of(
            "otel.resource.attributes",
            "service.version=3.1.4,container.image.repo_digests=registry/scanner@sha256:ab",
            "scan.metrics.tenant.id",
            "acme"),
        tracer -> scan(tracer, "").startSpan().end());

    assertThat(
            spansToRows.rows(
                "SELECT scanner_version, scanner_image_digest, scan_id = metrics_id, tenant_id::TEXT"
                    + " FROM scanner.scan_metrics"))
        .containsExactly(
            row(
                "3.1.4",
                "registry/scanner@sha256:ab",
                true,
                "13687761-6578-5e28-ad9d-8ac25eba3cba"));
  }

  @Test
  void hostileValuesAreStoredSafely() {
    String huge = "x".repeat(10_000_000);
    String hostile = "'); DROP TABLE scanner.scan_metrics; --\0\uD800 \uDC00 \uFFFF ✓ 🔍";
    spansToRows.run(
        Map.of(),
        tracer -> {
          Span scan = start(scan(tracer, hostile), 100);
          scan.setAttribute("scan.artifact.digest", huge);
          scan.setAttribute("scan.artifact.type", hostile);
          scan.setAttribute("scan.policy.digest", hostile);
          scan.setAttribute("scan.sbom.sha256", huge);
          scan.setAttribute("scan.package.count", -1);
          scan.setAttribute("scan.finding.count", 1L << 60);
          scan.setAttribute("scan.vex_decision.count", "many");
          scan.setAttribute("scan.replay", "perhaps");
          scan.setAttribute("nan", Double.NaN);
          scan.setAttribute("infinite", Double.NEGATIVE_INFINITY);
          scan.setAttribute("tiny", Double.MIN_VALUE);
          scan.setAttribute("big", Long.MIN_VALUE);
          scan.setAttribute(hostile, huge);
          scan.setAttribute(AttributeKey.stringArrayKey("list"), List.of(hostile, huge, "z"));
          Span phase = start(phase(tracer, scan, hostile), 300);
          phase.setAttribute(hostile, hostile);
          phase.setAttribute("error.type", huge);
          phase.recordException(new IllegalStateException(hostile + huge));
          phase.setStatus(StatusCode.ERROR, hostile);
          end(phase, 200);
          scan.setStatus(StatusCode.ERROR, huge);
          end(scan, 0);
        });

    String safe = "'); DROP TABLE scanner.scan_metrics; --\uFFFD\uFFFD \uFFFD \uFFFF ✓ 🔍";
    assertThat(
            spansToRows.rows(
                "SELECT length(artifact_digest), artifact_type, policy_digest, length(sbom_sha256),"
                    + " package_count, finding_count, vex_decision_count, is_replay,"
                    + " total_duration_ms, outcome FROM scanner.scan_metrics"))
        .containsExactly(
            row(1024, "other", safe, 8192, null, Integer.MAX_VALUE, null, false, 0, "failed"));
    assertThat(
            spansToRows.rows(
                "SELECT attributes ->> 'scan.id', attributes ->> 'scan.artifact.type',"
                    + " (attributes ->> 'scan.package.count')::INT,"
                    + " attributes ->> 'scan.vex_decision.count', attributes ->> 'scan.replay',"
                    + " attributes ->> 'nan', attributes ->> 'infinite',"
                    + " (attributes ->> 'tiny')::FLOAT8, (attributes ->> 'big')::INT8,"
                    + " jsonb_array_length(attributes -> 'list')"
                    + " FROM scanner.scan_metrics"))
        .containsExactly(
            row(
                safe,
                safe,
                -1,
                "many",
                "perhaps",
                "NaN",
                "-Infinity",
                Double.MIN_VALUE,
                Long.MIN_VALUE,
                2));
    assertThat(
            spansToRows.rows(
                "SELECT phase_name, duration_ms, success, length(error_code),"
                    + " octet_length(error_message) BETWEEN 8180 AND 8192,"
                    + " phase_metrics ->> 'scan.phase.name' FROM scanner.execution_phases"))
        .containsExactly(row("other", 0, false, 8192, true, safe));
  }

  private @Nullable Object column(ScanAttribute attribute) {
    return spansToRows.value("SELECT " + attribute.column() + " FROM scanner.scan_metrics");
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
