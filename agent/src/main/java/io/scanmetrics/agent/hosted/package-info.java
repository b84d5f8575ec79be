/**
 * The agent as an extension of the OpenTelemetry Java agent: its spans are made with the SDK of
 * that agent, on the application's threads, and its context carries scans from thread to thread.
 */
@NullMarked
package io.scanmetrics.agent.hosted;

import org.jspecify.annotations.NullMarked;
