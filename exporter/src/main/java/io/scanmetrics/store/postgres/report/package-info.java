/**
 * Rows back to figures: what people want to know about the scans of some days, read in one look
 * with queries that are bounded and served by the indexes. Times are UTC. How it is shown is not
 * decided here.
 */
@NullMarked
package io.scanmetrics.store.postgres.report;

import org.jspecify.annotations.NullMarked;
