package io.scanmetrics.store.postgres.report;

import java.time.Instant;
import java.util.Map;

/**
 * Where the time of the scans went that started in one step of the period and succeeded.
 *
 * @param start a multiple of the step
 * @param scans how many these are
 * @param shares of each of the six phases, and {@code other} for all others together, in the time
 *     of these scans; what is missing to 1 is in no phase, and phases in parallel may exceed 1
 */
public record PhaseStep(Instant start, long scans, Map<String, Double> shares) {}
