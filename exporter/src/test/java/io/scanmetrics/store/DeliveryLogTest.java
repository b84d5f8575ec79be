package io.scanmetrics.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.testing.RecordedLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeliveryLogTest {
  private final RecordedLog told = new RecordedLog();
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final DeliveryLog log = new DeliveryLog(told, clock::get);

  @Test
  void theFirstFaultIsToldAtOnceAndThenOnceAMinute() {
    log.waiting(3, "PostgreSQL is away");
    log.waiting(4, "PostgreSQL is away");
    pass(Duration.ofSeconds(59));
    log.waiting(5, "PostgreSQL is away");
    pass(Duration.ofSeconds(1));
    log.waiting(6, "PostgreSQL is away");

    assertThat(told.lines)
        .containsExactly(
            "warn PostgreSQL is away; 3 scans waiting, trying again",
            "warn PostgreSQL is away; 6 scans waiting, trying again");
  }

  @Test
  void theEndOfAFaultIsToldOnce() {
    log.written();
    log.waiting(1, "PostgreSQL is away");
    log.written();
    log.written();

    assertThat(told.lines)
        .containsExactly(
            "warn PostgreSQL is away; 1 scan waiting, trying again",
            "info Scans are being stored again");
  }

  @Test
  void aFaultThatComesAndGoesIsToldOnceAMinute() {
    for (int i = 0; i < 100; i++) {
      log.waiting(1, "PostgreSQL is busy");
      log.written();
      pass(Duration.ofSeconds(1));
    }

    assertThat(told.lines).hasSize(4);
  }

  @Test
  void scansSetAsideInBetweenAreCounted() {
    log.setAside(Scans.scan(1).scanId().toString(), "it is too long");
    log.setAside(Scans.scan(2).scanId().toString(), "it is too long");
    log.setAside(Scans.scan(3).scanId().toString(), "it is too long");
    pass(Duration.ofMinutes(1));
    log.setAside(Scans.scan(4).scanId().toString(), "it is too long");

    assertThat(told.lines)
        .containsExactly(
            "warn Scan 00000000-0000-001d-0000-000000000001 set aside: it is too long",
            "warn Scan 00000000-0000-001d-0000-000000000004 set aside: it is too long"
                + " (and 2 more since the line before)");
  }

  @Test
  void scansWithoutRoomAreCounted() {
    log.refused(10);
    log.refused(10);
    pass(Duration.ofMinutes(2));
    log.refused(10);

    assertThat(told.lines)
        .containsExactly(
            "warn A scan is lost: 10 scans already waiting, there is no room for more",
            "warn A scan is lost: 10 scans already waiting, there is no room for more"
                + " (and 1 more since the line before)");
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
