package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStoreContract.Kept;
import io.scanmetrics.store.Scans;
import io.scanmetrics.store.StoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several processes that write the same scans at the same time. */
@Timeout(300)
class ConcurrencyIT {
  private static final int WRITERS = 3;

  private final StoreDatabase database = StoreDatabase.create();
  private final AtomicInteger retries = new AtomicInteger();

  @Test
  void writersOfTheSameNewScansNeitherLoseOneNorWaitInACircle() throws Exception {
    List<Scan> scans = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      scans.add(Scans.scanOfSixPhases(i));
    }

    writeAtOnce(scans);

    assertThat(database.kept()).extracting(Kept::scan).containsExactlyInAnyOrderElementsOf(scans);
    assertThat(retries).hasValue(0);
  }

  @Test
  void writersOfVersionsAndAttemptsOfTheSameScansAgreeInTheEnd() throws Exception {
    List<Scan> all = new ArrayList<>();
    List<Kept> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Scan first = Scans.scanOfSixPhases(i);
      Scan second =
          Scans.starting(
              Scans.withId(first, new UUID(0xa2, i), first.scanId()), Scans.START.plusSeconds(60));
      all.add(first.withPhases(first.phases().subList(0, 3)));
      all.add(first);
      all.add(second.withPhases(second.phases().subList(0, 2)));
      all.add(second);
      expected.add(new Kept(second, 2, Set.of(first.metricsId())));
    }

    writeAtOnce(all);

    assertThat(database.kept()).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Each writer writes all of them, in its own order and batches. */
  private void writeAtOnce(List<Scan> scans) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Random random = new Random(i);
      List<Scan> shuffled = new ArrayList<>(scans);
      Collections.shuffle(shuffled, random);
      ends.add(
          CompletableFuture.runAsync(
              () -> {
                try (PostgresScanStore store = database.store()) {
                  start.await();
                  for (int from = 0; from < shuffled.size(); ) {
                    int to = Math.min(shuffled.size(), from + 1 + random.nextInt(80));
                    write(store, shuffled.subList(from, to));
                    from = to;
                  }
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              },
              threads));
    }
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get();
    threads.shutdown();
  }

  private void write(PostgresScanStore store, List<Scan> batch) throws InterruptedException {
    while (true) {
      try {
        assertThat(store.write(batch)).isEmpty();
        return;
      } catch (StoreException e) {
        assertThat(retries.incrementAndGet()).as(e.getMessage()).isLessThan(50);
      }
    }
  }
}
