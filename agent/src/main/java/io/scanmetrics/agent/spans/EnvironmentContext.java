package io.scanmetrics.agent.spans;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trace that whoever started this JVM is in the middle of, a CI job for example, and the
 * baggage that goes with it: {@code TRACEPARENT} and its like, by OpenTelemetry's convention for
 * environment variables as carriers. Which variables these are is up to {@code otel.propagators}.
 */
public final class EnvironmentContext {
  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Map<String, String> environment, String key) {
          return environment == null ? null : environment.get(variable(key));
        }
      };

  private EnvironmentContext() {}

  /** The context that the scans are part of; the root context if the environment names none. */
  public static Context of(OpenTelemetry openTelemetry, Map<String, String> environment) {
    return openTelemetry
        .getPropagators()
        .getTextMapPropagator()
        .extract(Context.root(), environment, GETTER);
  }

  /** Upper case, and an underscore for whatever a variable's name cannot have. */
  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
  }
}
