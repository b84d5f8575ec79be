package io.scanmetrics.store.postgres.report;

import org.jspecify.annotations.Nullable;

/**
 * Scans that were lost in the same way.
 *
 * @param aborted they died; else they failed
 * @param phase the phase that failed last, or ran when they died; {@code null} if nobody knows
 * @param errorCode of that phase; {@code null} for none
 */
public record LostScans(
    boolean aborted, @Nullable String phase, @Nullable String errorCode, long scans) {}
