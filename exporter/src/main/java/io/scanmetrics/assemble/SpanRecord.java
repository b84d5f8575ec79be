package io.scanmetrics.assemble;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is taken of a scan or a phase on the thread on which it ended: as a span, whether
 * OpenTelemetry's SDK made one or not. Holds no object of the application and no text much longer
 * than what will be kept.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param parentSpanId {@code null} for the root of its trace
 * @param startMicros since the epoch
 * @param endMicros never before {@code startMicros}
 * @param failure {@code null} unless it failed
 * @param attributes by their keys: values as {@link #value} gives them
 * @param resource of {@link #RESOURCE_KEYS} those that are known: each a text, or a list of at
 *     least one; shared by all spans of one SDK
 * @param sampled whether exporters of spans get to see it
 */
public record SpanRecord(
    String traceId,
    String spanId,
    @Nullable String parentSpanId,
    long startMicros,
    long endMicros,
    @Nullable Failure failure,
    Map<String, Object> attributes,
    Map<String, Object> resource,
    boolean sampled) {

  /** The resource's attributes that a row may need. */
  public static final List<String> RESOURCE_KEYS = ScanComposer.RESOURCE_KEYS;

  /** Why a span failed, as far as it says so. */
  public record Failure(
      @Nullable String description,
      @Nullable String exceptionType,
      @Nullable String exceptionMessage) {

    /** The exception's message, else the status description. */
    @Nullable String message() {
      return exceptionMessage == null || exceptionMessage.isEmpty()
          ? description
          : exceptionMessage;
    }
  }

  /** By which it can be found where spans are exported to. */
  SpanRef ref() {
    return new SpanRef(traceId, spanId, sampled);
  }

  /**
   * An attribute's value, copied: String, Long, Double, Boolean, or a List of these; not yet safe
   * to store, but without what is certain not to be kept.
   *
   * @param value anything; a list may be the application's own, and change meanwhile
   */
  public static Object value(Object value) {
    return value instanceof List<?> list ? elements(list) : scalar(value);
  }

  /** A text without what is certain not to be kept. */
  public static String text(String text) {
    return SafeText.shortened(text, SafeValues.MOST_BYTES);
  }

  private static List<Object> elements(List<?> list) {
    List<Object> elements = new ArrayList<>();
    try {
      for (Object element : list) {
        if (elements.size() == SafeValues.MOST_ELEMENTS) {
          break;
        }
        if (element != null) {
          elements.add(scalar(element));
        }
      }
    } catch (ConcurrentModificationException e) {
      // What was read is kept.
      return elements;
    }
    return elements;
  }

  private static Object scalar(Object value) {
    return value instanceof Long || value instanceof Double || value instanceof Boolean
        ? value
        : text(value.toString());
  }
}
