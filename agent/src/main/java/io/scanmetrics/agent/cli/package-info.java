/** The command line: {@code java -jar scan-metrics-agent.jar COMMAND}. */
@NullMarked
package io.scanmetrics.agent.cli;

import org.jspecify.annotations.NullMarked;
