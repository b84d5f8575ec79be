package io.scanmetrics.agent.spans;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import io.scanmetrics.agent.telemetry.Execution;
import io.scanmetrics.agent.telemetry.Failure;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes OpenTelemetry spans of scans and phases, with the ids that they have already and the times
 * at which they happened. For one thread at a time.
 */
public final class SpanMaker {
  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Map<String, String> environment, String key) {
          return environment == null ? null : environment.get(variable(key));
        }
      };

  private final Tracer tracer;
  private final GivenIds ids;
  private final Traces traces;

  /** What the scans are part of, with its state and baggage: what the environment hands on. */
  private final Context around;

  /**
   * @param ids that the SDK takes for its spans
   */
  SpanMaker(OpenTelemetry sdk, GivenIds ids, Traces traces) {
    this.tracer = sdk.getTracer(ScanSpans.SCOPE);
    this.ids = ids;
    this.traces = traces;
    this.around =
        sdk.getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), System.getenv(), GETTER);
  }

  /** Starts a scan's span: only now it is known whether it is sampled. */
  public void began(OpenScan scan) {
    TracedSpan traced = traces.of(scan);
    SpanBuilder builder =
        tracer
            .spanBuilder(ScanSpans.SCAN_SPAN)
            .setParent(around)
            .setStartTimestamp(scan.startEpochNanos(), TimeUnit.NANOSECONDS)
            // This key makes it a scan's span; the rule may know its value, now or later or never.
            .setAttribute(ScanAttribute.SCAN_ID.key(), "")
            .setAllAttributes(attributes(scan.attributes()));
    Span outer = scan.outer() == null ? null : traces.of(scan.outer()).span;
    if (outer != null) {
      builder.addLink(outer.getSpanContext());
    }
    ids.next(traced);
    Span span = builder.startSpan();
    traced.span = span;
    traced.sampled(span.getSpanContext().isSampled());
  }

  /** Ends a scan's span. */
  public void ended(OpenScan scan) {
    Span span = traces.of(scan).span;
    if (span != null) {
      end(span, scan);
    }
  }

  /** Makes the span of an execution of a phase; nothing if its scan has none. */
  public void ended(OpenPhase phase) {
    Span scan = traces.of(phase.scan()).span;
    if (scan == null) {
      return;
    }
    TracedSpan traced = traces.of(phase);
    ids.next(traced);
    Span span =
        tracer
            .spanBuilder(phase.name())
            .setParent(around.with(Span.wrap(parentOf(traced, scan.getSpanContext()))))
            .setStartTimestamp(phase.startEpochNanos(), TimeUnit.NANOSECONDS)
            .setAttribute(ScanSpans.PHASE_NAME, phase.name())
            .setAllAttributes(attributes(phase.attributes()))
            .startSpan();
    end(span, phase);
  }

  /** Upper case, and an underscore for whatever a variable's name cannot have. */
  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
  }

  /** The phase that it ran inside may not have ended, so there is no span of that yet. */
  private static SpanContext parentOf(TracedSpan traced, SpanContext scan) {
    String parent = traced.parentSpanId();
    return parent == null || parent.equals(scan.getSpanId())
        ? scan
        : SpanContext.create(scan.getTraceId(), parent, scan.getTraceFlags(), scan.getTraceState());
  }

  /** Ends the span of a scan that has no end, because the JVM ends first. */
  public void cutOff(OpenScan scan) {
    Span span = traces.of(scan).span;
    if (span != null) {
      span.setStatus(StatusCode.ERROR, "the JVM ended before the scan did");
      span.end(scan.epochNanosAt(System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  private static void end(Span span, Execution execution) {
    span.setAllAttributes(attributes(execution.lateAttributes()));
    Failure failure = execution.failure();
    if (failure != null) {
      fail(span, failure, execution.endEpochNanos());
    }
    span.end(execution.endEpochNanos(), TimeUnit.NANOSECONDS);
  }

  private static void fail(Span span, Failure failure, long at) {
    Failure.Thrown exception = failure.exception();
    String message = exception == null ? null : exception.message();
    if (message == null) {
      span.setStatus(StatusCode.ERROR);
    } else {
      span.setStatus(StatusCode.ERROR, message);
    }
    if (failure.errorType() != null) {
      span.setAttribute(ScanSpans.ERROR_TYPE, failure.errorType());
    }
    if (exception != null) {
      AttributesBuilder event = Attributes.builder();
      event.put("exception.type", exception.type());
      event.put("exception.message", exception.message());
      event.put("exception.stacktrace", exception.stackTrace());
      span.addEvent("exception", event.build(), at, TimeUnit.NANOSECONDS);
    }
  }

  private static Attributes attributes(Map<String, Object> values) {
    if (values.isEmpty()) {
      return Attributes.empty();
    }
    AttributesBuilder attributes = Attributes.builder();
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      put(attributes, entry.getKey(), entry.getValue());
    }
    return attributes.build();
  }

  private static void put(AttributesBuilder attributes, String key, @Nullable Object value) {
    if (value instanceof String text) {
      attributes.put(key, text);
    } else if (value instanceof Long number) {
      attributes.put(key, number);
    } else if (value instanceof Double number) {
      attributes.put(key, number);
    } else if (value instanceof Boolean flag) {
      attributes.put(key, flag);
    } else if (value instanceof List<?> list) {
      putList(attributes, key, list);
    }
  }

  /** OpenTelemetry's arrays are of one type; mixed ones become text. */
  private static void putList(AttributesBuilder attributes, String key, List<?> list) {
    if (all(list, Long.class)) {
      attributes.put(key, list.stream().mapToLong(Long.class::cast).toArray());
    } else if (all(list, Double.class)) {
      attributes.put(key, list.stream().mapToDouble(Double.class::cast).toArray());
    } else {
      attributes.put(key, list.stream().map(String::valueOf).toArray(String[]::new));
    }
  }

  private static boolean all(List<?> list, Class<?> type) {
    for (Object element : list) {
      if (!type.isInstance(element)) {
        return false;
      }
    }
    return !list.isEmpty();
  }
}
