/** Ended spans in, whole scans out. Knows OpenTelemetry's spans, knows nothing of databases. */
@NullMarked
package io.scanmetrics.assemble;

import org.jspecify.annotations.NullMarked;
