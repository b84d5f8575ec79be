package io.scanmetrics.agent.spans;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import io.scanmetrics.agent.telemetry.Execution;
import io.scanmetrics.agent.telemetry.Failure;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes OpenTelemetry spans of scans and phases, with the times at which they happened. Runs where
 * the recorder works off what was told, one event at a time.
 */
public final class SpanMaker {
  private final Supplier<SpanHost> host;
  private @Nullable Tracer tracer;

  /** What the scans are part of: the trace that the environment names, or nothing. */
  private @Nullable Context around;

  /**
   * A span that has been started.
   *
   * @param context the parent of the spans below it
   */
  private record Made(Span span, Context context) {
    static Made of(Span span, Context parent) {
      return new Made(span, span.storeInContext(parent));
    }
  }

  /**
   * Asks for the host with the first event, and loads no class of OpenTelemetry before.
   *
   * @param host waits until the host has started
   */
  public SpanMaker(Supplier<SpanHost> host) {
    this.host = host;
  }

  /** Starts a scan's span, so that it can be seen while it runs. */
  public void began(OpenScan scan) {
    Tracer tracer = tracer();
    Context parent = Objects.requireNonNull(around);
    SpanBuilder builder =
        tracer
            .spanBuilder(ScanSpans.SCAN_SPAN)
            .setParent(parent)
            .setStartTimestamp(scan.startEpochNanos(), TimeUnit.NANOSECONDS)
            // This key makes it a scan's span; the rule may know its value, now or later or never.
            .setAttribute(ScanAttribute.SCAN_ID.key(), "")
            .setAllAttributes(attributes(scan.attributes()));
    Made outer = scan.outer() == null ? null : made(scan.outer());
    if (outer != null) {
      builder.addLink(outer.span.getSpanContext());
    }
    scan.note(Made.of(builder.startSpan(), parent));
  }

  /** Ends a scan's span. */
  public void ended(OpenScan scan) {
    Made made = made(scan);
    if (made != null) {
      end(made.span, scan);
    }
  }

  /** Makes the span of an execution of a phase, or ends it. */
  public void ended(OpenPhase phase) {
    end(started(phase).span, phase);
  }

  /** Starts the span of an execution that runs for long, so that it can be seen. */
  public void runsLong(OpenPhase phase) {
    if (!phase.isOver() && made(phase.scan()) != null) {
      started(phase);
    }
  }

  /** Ends the span of a scan that has no end, because the JVM ends first. */
  public void cutOff(OpenScan scan) {
    Made made = made(scan);
    if (made != null) {
      made.span.setStatus(StatusCode.ERROR, "the JVM ended before the scan did");
      made.span.end(scan.epochNanosAt(System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  private static @Nullable Made made(Execution execution) {
    return (Made) execution.note();
  }

  private static void end(Span span, Execution execution) {
    span.setAllAttributes(attributes(execution.lateAttributes()));
    Failure failure = execution.failure();
    if (failure != null) {
      fail(span, failure, execution.endEpochNanos());
    }
    span.end(execution.endEpochNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * The phase's span: one that encloses others is started by the first of them to end, one that
   * runs for long before its end, any other with it.
   */
  private Made started(OpenPhase phase) {
    Made known = made(phase);
    if (known != null) {
      return known;
    }
    Context parent = parentOf(phase);
    Span span =
        tracer()
            .spanBuilder(phase.name())
            .setParent(parent)
            .setStartTimestamp(phase.startEpochNanos(), TimeUnit.NANOSECONDS)
            .setAttribute(ScanSpans.PHASE_NAME, phase.name())
            .setAllAttributes(attributes(phase.attributes()))
            .startSpan();
    Made started = Made.of(span, parent);
    phase.note(started);
    return started;
  }

  private Context parentOf(OpenPhase phase) {
    OpenPhase enclosing = phase.enclosing();
    return enclosing == null
        ? Objects.requireNonNull(made(phase.scan())).context
        : started(enclosing).context;
  }

  private Tracer tracer() {
    Tracer known = tracer;
    if (known == null) {
      OpenTelemetry openTelemetry = host.get().openTelemetry();
      known = openTelemetry.getTracer(ScanSpans.SCOPE);
      tracer = known;
      around = EnvironmentTrace.of(openTelemetry, System.getenv());
    }
    return known;
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
