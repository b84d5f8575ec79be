package io.scanmetrics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanmetrics.journal.Mark;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadAheadTest {
  private static final List<Delivery> BATCH = List.of(new Delivery(Scans.scan(1), Mark.NONE));

  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void theNextBatchIsReadBeforeItIsAskedFor() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    try (ReadAhead ahead =
        new ReadAhead(
            () -> {
              twice.countDown();
              return BATCH;
            })) {
      assertThat(ahead.take()).isEqualTo(BATCH);

      assertThat(twice.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void onlyOneBatchIsReadAhead() throws Exception {
    try (ReadAhead ahead = new ReadAhead(() -> reads.incrementAndGet() > 3 ? List.of() : BATCH)) {
      ahead.take();
    }
    assertThat(reads).hasValue(2);
  }

  @Test
  void nothingIsReadAfterTheLastBatch() throws Exception {
    try (ReadAhead ahead = new ReadAhead(() -> reads.incrementAndGet() > 1 ? List.of() : BATCH)) {
      assertThat(ahead.take()).isEqualTo(BATCH);
      assertThat(ahead.take()).isEmpty();
      assertThat(ahead.take()).isEmpty();
    }
    assertThat(reads).hasValue(2);
  }

  @Test
  void aFaultIsThatOfTheBatchThatCouldNotBeRead() throws Exception {
    try (ReadAhead ahead =
        new ReadAhead(
            () -> {
              if (reads.incrementAndGet() > 1) {
                throw new OutOfMemoryError("Java heap space");
              }
              return BATCH;
            })) {
      assertThat(ahead.take()).isEqualTo(BATCH);
      assertThatThrownBy(ahead::take)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Java heap space");
    }
  }
}
