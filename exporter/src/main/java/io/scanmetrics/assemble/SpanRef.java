package io.scanmetrics.assemble;

/**
 * Which span a scan or a phase is.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param sampled whether exporters of spans get to see it
 */
public record SpanRef(String traceId, String spanId, boolean sampled) {}
