/** Calls to spans: what a call means for the scan that it belongs to, and the private SDK. */
@NullMarked
package io.scanmetrics.agent.telemetry;

import org.jspecify.annotations.NullMarked;
