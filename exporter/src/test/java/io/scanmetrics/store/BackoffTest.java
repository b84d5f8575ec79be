package io.scanmetrics.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void theLimitDoublesUpToTheLongestPause() {
    Backoff backoff = new Backoff(Duration.ofNanos(100), Duration.ofNanos(350), () -> 1.0);

    assertThat(backoff.nextNanos()).isEqualTo(100);
    assertThat(backoff.nextNanos()).isEqualTo(200);
    assertThat(backoff.nextNanos()).isEqualTo(350);
    assertThat(backoff.nextNanos()).isEqualTo(350);
  }

  @Test
  void aPauseIsARandomShareOfTheLimit() {
    Backoff backoff = new Backoff(Duration.ofNanos(100), Duration.ofNanos(350), () -> 0.25);

    assertThat(backoff.nextNanos()).isEqualTo(25);
    assertThat(backoff.nextNanos()).isEqualTo(50);
  }

  @Test
  void aSuccessStartsAnew() {
    Backoff backoff = new Backoff(Duration.ofNanos(100), Duration.ofNanos(350), () -> 1.0);
    backoff.nextNanos();
    backoff.nextNanos();

    backoff.reset();

    assertThat(backoff.nextNanos()).isEqualTo(100);
  }
}
