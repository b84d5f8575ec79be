package io.scanmetrics.store.postgres.report;

import java.time.Instant;

/**
 * One step of a period in which scans started.
 *
 * @param start a multiple of the step; the first may lie before the period
 */
public record SloStep(Instant start, SloFigures slo) {}
