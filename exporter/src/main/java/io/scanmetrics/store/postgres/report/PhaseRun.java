package io.scanmetrics.store.postgres.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a phase.
 *
 * @param name its own name, if it is none of the six
 * @param finishedAt {@code null} if it has not finished, or never did
 */
public record PhaseRun(
    String name,
    Instant startedAt,
    @Nullable Instant finishedAt,
    boolean success,
    @Nullable String errorCode,
    @Nullable String errorMessage) {}
