/** What becomes of scans, as meters for Prometheus and OTLP and as one line each in the log. */
@NullMarked
package io.scanmetrics.agent.meters;

import org.jspecify.annotations.NullMarked;
