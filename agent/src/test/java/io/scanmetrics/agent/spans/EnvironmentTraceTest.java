package io.scanmetrics.agent.spans;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What OpenTelemetry's own propagator reads is what is read here, and nothing else. */
class EnvironmentTraceTest {
  private static final String WELL_FORMED =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
          return Objects.requireNonNull(carrier).get(key);
        }
      };

  @Test
  void aTraceIsTakenUp() {
    assertThat(EnvironmentTrace.of(Map.of("TRACEPARENT", WELL_FORMED)))
        .isEqualTo(
            new EnvironmentTrace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true));
    assertThat(EnvironmentTrace.of(Map.of())).isNull();
  }

  @Property(tries = 20_000)
  void itIsReadAsOpenTelemetryReadsIt(@ForAll("nearlyWellFormed") String text) {
    EnvironmentTrace read = EnvironmentTrace.of(Map.of("TRACEPARENT", text));

    SpanContext parent =
        Span.fromContext(
                W3CTraceContextPropagator.getInstance()
                    .extract(Context.root(), Map.of("traceparent", text), GETTER))
            .getSpanContext();
    assertThat(read)
        .isEqualTo(
            parent.isValid()
                ? new EnvironmentTrace(parent.getTraceId(), parent.getSpanId(), parent.isSampled())
                : null);
  }

  /** One with a character changed, or more behind it, or less. */
  @Provide
  Arbitrary<String> nearlyWellFormed() {
    Arbitrary<String> changed =
        Arbitraries.integers()
            .between(0, WELL_FORMED.length() - 1)
            .flatMap(
                at ->
                    Arbitraries.of('0', '1', 'f', 'F', 'g', '-', ' ')
                        .map(
                            c -> WELL_FORMED.substring(0, at) + c + WELL_FORMED.substring(at + 1)));
    return Arbitraries.oneOf(
        changed,
        changed.map(text -> "01" + text.substring(2) + "-more"),
        changed.map(text -> "cc" + text.substring(2) + "more"),
        changed.map(text -> "ff" + text.substring(2)),
        changed.map(text -> text + "-more"),
        changed.map(text -> text.substring(0, text.length() - 1)),
        changed.map(text -> text.replace("0af7651916cd43dd8448eb211c80319c", "0".repeat(32))),
        changed.map(text -> text.replace("b7ad6b7169203331", "0".repeat(16))));
  }
}
