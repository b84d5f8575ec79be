package io.scanmetrics.store.postgres.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The stretch of time of a report, and the steps in which it is told.
 *
 * @param from inclusive, whole microseconds
 * @param to exclusive
 * @param step steps begin at round times of UTC, so that the first and the last one may stick out
 *     of the stretch
 */
public record Period(Instant from, Instant to, Duration step) {
  /** A Monday, so that weeks begin where people expect it. */
  static final Instant ORIGIN = Instant.parse("2000-01-03T00:00:00Z");

  private static final List<Duration> STEPS =
      Stream.concat(
              IntStream.of(1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
                  .mapToObj(Duration::ofMinutes),
              IntStream.of(1, 2, 3, 7, 14, 28, 91, 364).mapToObj(Duration::ofDays))
          .toList();

  static Period ending(Instant to, Duration since, int mostSteps) {
    Instant end = to.truncatedTo(ChronoUnit.MICROS);
    return new Period(end.minus(since), end, step(since, mostSteps));
  }

  private static Duration step(Duration since, int mostSteps) {
    for (Duration step : STEPS) {
      if (step.multipliedBy(mostSteps).compareTo(since) >= 0) {
        return step;
      }
    }
    return since.dividedBy(mostSteps);
  }

  /** How long it is. */
  public Duration length() {
    return Duration.between(from, to);
  }
}
