/** What calls mean: from a call to the scan that it belongs to, and on to who records it. */
@NullMarked
package io.scanmetrics.agent.telemetry;

import org.jspecify.annotations.NullMarked;
