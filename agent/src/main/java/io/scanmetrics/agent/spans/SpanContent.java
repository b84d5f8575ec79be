package io.scanmetrics.agent.spans;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import io.scanmetrics.agent.telemetry.Execution;
import io.scanmetrics.agent.telemetry.Failure;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What spans of scans and phases say by the published convention, with the times at which things
 * happened, whoever starts and ends them. Where they lie in a trace is up to that one. Any thread.
 */
public final class SpanContent {
  private final Tracer tracer;

  /**
   * @param openTelemetry makes the spans
   */
  public SpanContent(OpenTelemetry openTelemetry) {
    this.tracer = openTelemetry.getTracer(ScanSpans.SCOPE);
  }

  /** A scan's span, to be given its parent and started. */
  public SpanBuilder of(OpenScan scan) {
    return tracer
        .spanBuilder(ScanSpans.SCAN_SPAN)
        .setStartTimestamp(scan.startEpochNanos(), TimeUnit.NANOSECONDS)
        // This key makes it a scan's span; the rule may know its value, now or later or never.
        .setAttribute(ScanAttribute.SCAN_ID.key(), "")
        .setAllAttributes(attributes(scan.attributes()))
        .setAllAttributes(attributes(scan.startAttributes()));
  }

  /** The span of an execution of a phase, to be given its parent and started. */
  public SpanBuilder of(OpenPhase phase) {
    return tracer
        .spanBuilder(phase.name())
        .setStartTimestamp(phase.startEpochNanos(), TimeUnit.NANOSECONDS)
        .setAttribute(ScanSpans.PHASE_NAME, phase.name())
        .setAllAttributes(attributes(phase.attributes()));
  }

  /** More has come to light of a scan since its span was started. */
  public static void learned(Span span, OpenScan scan) {
    span.setAllAttributes(attributes(scan.startAttributes()));
  }

  /** Ends the span of what has ended. */
  public static void end(Span span, Execution execution) {
    span.setAllAttributes(attributes(execution.lateAttributes()));
    Failure failure = execution.failure();
    if (failure != null) {
      fail(span, failure, execution.endEpochNanos());
    }
    span.end(execution.endEpochNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends the span of a scan that has no end, because the JVM ends first. */
  public static void cutOff(Span span, OpenScan scan) {
    learned(span, scan);
    span.setStatus(StatusCode.ERROR, "the JVM ended before the scan did");
    span.end(scan.epochNanosAt(System.nanoTime()), TimeUnit.NANOSECONDS);
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
