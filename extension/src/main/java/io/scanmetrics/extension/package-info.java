/** The door through which the OpenTelemetry Java agent lets the agent in as its extension. */
@NullMarked
package io.scanmetrics.extension;

import org.jspecify.annotations.NullMarked;
