package io.scanmetrics.store.postgres.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What phases cost that are none of the six, told from some of the scans.
 *
 * @param sampled how many scans that were
 * @param phases under their own names, the costliest first
 * @param shares of all of them together in the time of the scans of each step
 */
record OtherPhases(long sampled, List<PhaseFigures> phases, Map<Instant, Double> shares) {}
