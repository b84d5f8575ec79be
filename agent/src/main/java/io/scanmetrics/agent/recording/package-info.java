/** Scans and phases to rows and spans, in a JVM in which the agent has everything to itself. */
@NullMarked
package io.scanmetrics.agent.recording;

import org.jspecify.annotations.NullMarked;
