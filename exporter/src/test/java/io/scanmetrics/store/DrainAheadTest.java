package io.scanmetrics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import io.scanmetrics.store.Drain.Drained;
import io.scanmetrics.testing.RecordedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a drain does with the scans that it reads while the store writes those before. */
@Timeout(60)
class DrainAheadTest {
  private static final int BATCH = 500;

  @TempDir private Path folder;
  private final PretendStore store = new PretendStore();
  private final RecordedLog log = new RecordedLog();
  private Path dead;
  private Spool spool;
  private Drain drain;

  @BeforeEach
  void oneDied() throws IOException {
    dead = Files.createDirectory(folder.resolve("1-1-00000000000000de"));
    Files.createFile(dead.resolve("lock"));
    begin(store);
  }

  @Test
  void theNextBatchIsReadWhileTheStoreWritesOne() throws Exception {
    left(BATCH + 1);
    CountDownLatch gate = store.hang();

    CompletableFuture<Drained> drained = CompletableFuture.supplyAsync(this::drained);
    eventually(() -> spool.scans() == BATCH + 1 && spool.parked() == 0);

    assertThat(store.batches()).isEmpty();
    gate.countDown();
    assertThat(drained.join()).isEqualTo(new Drained(BATCH + 1, 0, 0, null));
    assertThat(store.batches()).extracting(List::size).containsExactly(BATCH, 1);
    assertThat(log.warnings).isEmpty();
  }

  @Test
  void whatWasReadAheadIsLeftIfTheStoreTakesNoScans() throws Exception {
    left(BATCH + 1);
    store.away("it is closed");

    assertThat(drained()).isEqualTo(new Drained(0, 0, BATCH + 1, "it is closed"));

    assertThat(drainedByAnother()).isEqualTo(new Drained(BATCH + 1, 0, 0, null));
  }

  @Test
  void whatWasReadAheadIsLeftIfTheDrainIsInterrupted() throws Exception {
    left(BATCH + 1);
    store.hang();
    FutureTask<Drained> drained = new FutureTask<>(drain::drain);
    Thread thread = new Thread(drained);
    thread.start();
    store.entered.await();

    thread.interrupt();

    assertThatThrownBy(drained::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(drainedByAnother()).isEqualTo(new Drained(BATCH + 1, 0, 0, null));
  }

  @Test
  void aFileThatCannotBeReadAtAllIsSetAside() throws Exception {
    left(BATCH - 1);
    Files.createDirectory(dead.resolve("no-file.jsonl"));

    assertThat(drained()).isEqualTo(new Drained(BATCH - 1, 1, 0, null));

    assertThat(dead.resolveSibling("set-aside/no-file.jsonl")).isDirectory();
  }

  @Test
  void whatCannotBeReadIsSetAsideWhileTheStoreWrites() throws Exception {
    left(BATCH);
    for (int i = 0; i < BATCH; i++) {
      Files.writeString(dead.resolve("broken-" + i + ".jsonl"), "no JSON\n");
    }

    assertThat(drained()).isEqualTo(new Drained(BATCH, BATCH, 0, null));
  }

  private void left(int scans) throws IOException {
    for (int i = 0; i < scans; i++) {
      Files.writeString(dead.resolve(i + ".jsonl"), lines(i));
    }
  }

  private static String lines(int number) {
    String span =
        "\"trace\":\"%032x\",\"span\":\"%016x\",\"start\":1,\"end\":2".formatted(number, number);
    return "{\"scan_metrics_spool\":1,\"tenant\":\""
        + Scans.TENANT
        + "\"}\n"
        + "{\"event\":\"started\","
        + span
        + "}\n"
        + "{\"event\":\"ended\","
        + span
        + "}\n";
  }

  private void begin(ScanStore store) {
    spool = Spool.in(new SpoolConfig(folder, Long.MAX_VALUE), log);
    drain = new Drain(store, spool, done -> {});
  }

  private Drained drainedByAnother() {
    drain.close();
    begin(new PretendStore());
    return drained();
  }

  private Drained drained() {
    try (Drain closing = drain) {
      return closing.drain();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waited in vain").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }
}
