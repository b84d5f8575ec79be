/** What Scan Metrics costs, beside what it is compared with, in one run. */
@NullMarked
package io.scanmetrics.benchmarks;

import org.jspecify.annotations.NullMarked;
