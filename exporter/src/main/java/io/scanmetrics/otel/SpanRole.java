package io.scanmetrics.otel;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;

/** What a span is to scans, told by its attributes alone. */
enum SpanRole {
  /** It has a phase name. */
  PHASE,
  /** It has a scan id, maybe an empty one, and no phase name. */
  SCAN,
  /** Any other. */
  NONE;

  private static final AttributeKey<String> PHASE_NAME =
      AttributeKey.stringKey(ScanSpans.PHASE_NAME);
  private static final AttributeKey<String> SCAN_ID =
      AttributeKey.stringKey(ScanAttribute.SCAN_ID.key());
  private static final AttributeKey<Long> NUMERIC_SCAN_ID =
      AttributeKey.longKey(ScanAttribute.SCAN_ID.key());

  /** The role of a span with these attributes. */
  static SpanRole of(Attributes attributes) {
    if (attributes.get(PHASE_NAME) != null) {
      return PHASE;
    }
    return attributes.get(SCAN_ID) != null || attributes.get(NUMERIC_SCAN_ID) != null ? SCAN : NONE;
  }

  /** The role of a span by the attributes that it has so far; copies none of them. */
  static SpanRole of(ReadableSpan span) {
    if (span.getAttribute(PHASE_NAME) != null) {
      return PHASE;
    }
    return span.getAttribute(SCAN_ID) != null || span.getAttribute(NUMERIC_SCAN_ID) != null
        ? SCAN
        : NONE;
  }
}
