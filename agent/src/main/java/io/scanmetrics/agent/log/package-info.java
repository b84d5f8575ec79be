/** The agent's own log: the only place that writes to stderr. */
@NullMarked
package io.scanmetrics.agent.log;

import org.jspecify.annotations.NullMarked;
