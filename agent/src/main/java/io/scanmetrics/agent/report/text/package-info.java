/** A report as tables on a terminal. */
@NullMarked
package io.scanmetrics.agent.report.text;

import org.jspecify.annotations.NullMarked;
