package io.scanmetrics.otel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An application with an SDK of its own that writes into a database of its own. */
final class SpansToRows {
  static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");

  private final Path spool = temporaryFolder();
  private final TestDatabase database = PostgresServer.embedded().newDatabase();

  /** Runs the application under an SDK with these properties, from its start to its shutdown. */
  void run(Map<String, String> properties, Consumer<Tracer> application) {
    runFor(
        properties,
        tracer -> {
          application.accept(tracer);
          return Map.of();
        });
  }

  /** As {@link #run}; returns what the application does. */
  <T> T runFor(Map<String, String> properties, Function<Tracer, T> application) {
    Map<String, String> all = new HashMap<>();
    all.put("otel.traces.exporter", "scan_metrics");
    all.put("otel.metrics.exporter", "none");
    all.put("otel.logs.exporter", "none");
    all.put("scan.metrics.jdbc.url", database.jdbcUrl());
    all.put("scan.metrics.schema", "migrate");
    all.put("scan.metrics.shutdown.timeout", "50s");
    all.put("scan.metrics.spool.dir", spool.toString());
    all.putAll(properties);
    OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesSupplier(() -> all)
            .build()
            .getOpenTelemetrySdk();
    T result = application.apply(sdk.getTracer("an application"));
    if (!sdk.shutdown().join(55, TimeUnit.SECONDS).isSuccess()) {
      throw new AssertionError("The SDK was not shut down within 55 s");
    }
    return result;
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("spool");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A span that has started so many milliseconds after {@link #START}. */
  static Span start(SpanBuilder span, long atMillis) {
    return span.setStartTimestamp(START.plusMillis(atMillis)).startSpan();
  }

  static void end(Span span, long atMillis) {
    span.end(START.plusMillis(atMillis));
  }

  static SpanBuilder scan(Tracer tracer, String id) {
    return tracer.spanBuilder("scan").setNoParent().setAttribute("scan.id", id);
  }

  static SpanBuilder phase(Tracer tracer, Span parent, String name) {
    return tracer
        .spanBuilder(name)
        .setParent(Context.root().with(parent))
        .setAttribute("scan.phase.name", name);
  }

  String jdbcUrl() {
    return database.jdbcUrl();
  }

  List<List<@Nullable Object>> rows(String sql) {
    return database.rows(sql);
  }

  @Nullable Object value(String sql) {
    return database.value(sql);
  }
}
