/** A report as one page for browsers, which needs nothing else. */
@NullMarked
package io.scanmetrics.agent.report.html;

import org.jspecify.annotations.NullMarked;
