/** Scans and phases to spans, and the SDK that these go through. */
@NullMarked
package io.scanmetrics.agent.spans;

import org.jspecify.annotations.NullMarked;
