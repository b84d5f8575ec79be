package io.scanmetrics.store.postgres.report;

import org.jspecify.annotations.Nullable;

/**
 * What one phase costs, over scans that succeeded. Times are milliseconds per scan, all executions
 * of the phase together.
 *
 * @param name its own name, if it is none of the six
 * @param scans that had it; of a phase that is none of the six, in the sample
 * @param share of the time of all scans; phases that run in parallel add up to more than 1
 * @param p50 of the scans that had it
 * @param p95 of the scans that had it
 * @param slowExtra how much longer, on average, it took in the slowest tenth of scans than in the
 *     others, negative if it was shorter; {@code null} if there is no such tenth
 */
public record PhaseFigures(
    String name, long scans, double share, double p50, double p95, @Nullable Double slowExtra) {}
