/**
 * What an OpenTelemetry SDK plugs in: the processor, the exporter and the sampler rule, made by one
 * {@link ScanMetricsExporter}, and the service providers for SDKs that are configured by
 * properties.
 */
@NullMarked
package io.scanmetrics.otel;

import org.jspecify.annotations.NullMarked;
