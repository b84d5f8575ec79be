package io.scanmetrics.testing.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * One span as it arrived.
 *
 * @param resource attributes of what made it
 * @param scope the name of the instrumentation scope
 * @param traceId in hex, as are the other ids
 * @param parentSpanId empty for a root
 * @param traceState as in the header of that name
 * @param start in nanoseconds since 1970, as is {@code end}
 * @param failed whether its status is ERROR
 * @param links ids of linked spans
 */
public record ReceivedSpan(
    Map<String, Object> resource,
    String scope,
    String traceId,
    String spanId,
    String parentSpanId,
    String traceState,
    String name,
    Map<String, Object> attributes,
    long start,
    long end,
    boolean failed,
    String statusMessage,
    List<Event> events,
    List<String> links) {

  /** An event of a span. */
  public record Event(String name, Map<String, Object> attributes) {}

  static List<ReceivedSpan> all(ExportTraceServiceRequest request) {
    List<ReceivedSpan> all = new ArrayList<>();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      Map<String, Object> attributes = Values.of(resource.getResource().getAttributesList());
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          all.add(of(attributes, scope.getScope().getName(), span));
        }
      }
    }
    return all;
  }

  private static ReceivedSpan of(Map<String, Object> resource, String scope, Span span) {
    return new ReceivedSpan(
        resource,
        scope,
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        span.getTraceState(),
        span.getName(),
        Values.of(span.getAttributesList()),
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano(),
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
        span.getStatus().getMessage(),
        span.getEventsList().stream()
            .map(event -> new Event(event.getName(), Values.of(event.getAttributesList())))
            .toList(),
        span.getLinksList().stream().map(link -> hex(link.getSpanId())).toList());
  }

  static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
