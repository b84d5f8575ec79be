package io.scanmetrics.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class ClockReadingTest {
  @Test
  void bothClocksAreReadAtOneMoment() {
    long before = System.nanoTime();
    Instant earliest = Instant.now();
    ClockReading reading = ClockReading.now();
    Instant latest = Instant.now();
    long after = System.nanoTime();

    assertThat(reading.nanoTime()).isBetween(before, after);
    assertThat(reading.epochNanos()).isBetween(nanos(earliest), nanos(latest));
  }

  @Test
  void otherReadingsOfTheMonotonicClockAreAsFarAwayInTime() {
    ClockReading reading = new ClockReading(1_000_000, 500);

    assertThat(reading.epochNanosAt(500)).isEqualTo(1_000_000);
    assertThat(reading.epochNanosAt(700)).isEqualTo(1_000_200);
    assertThat(reading.epochNanosAt(-500)).isEqualTo(999_000);
  }

  private static long nanos(Instant time) {
    return ChronoUnit.NANOS.between(Instant.EPOCH, time);
  }
}
