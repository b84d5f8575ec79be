package io.scanmetrics.agent.telemetry;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes OpenTelemetry spans of scans and phases, with the times at which they happened. Runs where
 * the span queue is worked off, one event at a time.
 */
final class SpanMaker {
  private final Supplier<SpanHost> host;
  private final Map<String, Object> constants;
  private final TelemetryListener listener;
  private @Nullable Tracer tracer;

  /** What the scans are part of: the trace that the environment names, or nothing. */
  private @Nullable Context around;

  /**
   * Asks for the host with the first event, and loads no class of OpenTelemetry before.
   *
   * @param host waits until the host has started
   * @param constants attributes of every scan, unless its rule says otherwise
   */
  SpanMaker(Supplier<SpanHost> host, Map<String, Object> constants, TelemetryListener listener) {
    this.host = host;
    this.constants = constants;
    this.listener = listener;
  }

  /** A scan has begun: its span is started, so that it can be seen while it runs. */
  record ScanBegan(SpanMaker spans, OpenScan scan) implements Runnable {
    @Override
    public void run() {
      try {
        spans.start(scan);
      } catch (RuntimeException | LinkageError e) {
        spans.listener.spanFailed(e);
      }
    }
  }

  /** A scan, or an execution of a phase, has ended. */
  record Ended(SpanMaker spans, OpenScan scan, Execution execution) implements Runnable {
    @Override
    public void run() {
      try {
        spans.end(execution, scan);
      } catch (RuntimeException | LinkageError e) {
        spans.listener.spanFailed(e);
      }
    }
  }

  /** An execution has been running for long: its span is started, so that it can be seen. */
  record LongRunning(SpanMaker spans, OpenPhase phase) implements Runnable {
    @Override
    public void run() {
      try {
        if (phase.endedAt == 0 && phase.scan().context != null) {
          spans.started(phase);
        }
      } catch (RuntimeException | LinkageError e) {
        spans.listener.spanFailed(e);
      }
    }
  }

  /** Ends the span of a scan that has no end, because the JVM ends first. */
  void cutOff(OpenScan scan) {
    if (scan.span != null) {
      scan.span.setStatus(StatusCode.ERROR, "the JVM ended before the scan did");
      scan.span.end(scan.epochNanosAt(System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  private void start(OpenScan scan) {
    Tracer tracer = tracer();
    Context parent = Objects.requireNonNull(around);
    SpanBuilder builder =
        tracer
            .spanBuilder(ScanSpans.SCAN_SPAN)
            .setParent(parent)
            .setStartTimestamp(scan.epochNanosAt(scan.startedAt), TimeUnit.NANOSECONDS)
            // This key makes it a scan's span; the rule may know its value, now or later or never.
            .setAttribute(ScanAttribute.SCAN_ID.key(), "")
            .setAllAttributes(attributes(constants))
            .setAllAttributes(attributes(scan.attributes));
    if (scan.outer != null && scan.outer.span != null) {
      builder.addLink(scan.outer.span.getSpanContext());
    }
    scan.span = builder.startSpan();
    scan.context = scan.span.storeInContext(parent);
  }

  private void end(Execution execution, OpenScan scan) {
    Span span = execution instanceof OpenPhase phase ? started(phase) : scan.span;
    if (span == null) {
      return;
    }
    long endedAt = scan.epochNanosAt(execution.endedAt);
    span.setAllAttributes(attributes(execution.lateAttributes));
    if (execution.failure != null) {
      fail(span, execution.failure, endedAt);
    }
    span.end(endedAt, TimeUnit.NANOSECONDS);
    if (execution instanceof OpenPhase phase) {
      phase.letGo();
    }
  }

  /**
   * The phase's span: one that encloses others is started by the first of them to end, one that
   * runs for long before its end, any other with it.
   */
  private Span started(OpenPhase phase) {
    if (phase.span == null) {
      Context parent = parentOf(phase);
      phase.span =
          tracer()
              .spanBuilder(phase.name)
              .setParent(parent)
              .setStartTimestamp(phase.scan().epochNanosAt(phase.startedAt), TimeUnit.NANOSECONDS)
              .setAttribute(ScanSpans.PHASE_NAME, phase.name)
              .setAllAttributes(attributes(phase.attributes))
              .startSpan();
      phase.context = phase.span.storeInContext(parent);
    }
    return phase.span;
  }

  private Context parentOf(OpenPhase phase) {
    OpenPhase enclosing = phase.enclosing;
    if (enclosing != null) {
      started(enclosing);
      return Objects.requireNonNull(enclosing.context);
    }
    return Objects.requireNonNull(phase.scan().context);
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
