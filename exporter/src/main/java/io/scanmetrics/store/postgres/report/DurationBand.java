package io.scanmetrics.store.postgres.report;

import org.jspecify.annotations.Nullable;

/**
 * How many scans succeeded within some range of durations.
 *
 * @param fromMillis inclusive
 * @param toMillis exclusive; {@code null} for no end
 */
public record DurationBand(long fromMillis, @Nullable Long toMillis, long scans) {}
