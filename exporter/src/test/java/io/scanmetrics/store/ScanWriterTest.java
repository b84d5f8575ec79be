package io.scanmetrics.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.Outcome;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.journal.Change;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import io.scanmetrics.testing.RecordedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScanWriterTest {
  private static final Duration AMPLE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final PretendStore store = new PretendStore();
  private final Heard heard = new Heard();
  private final RecordedLog log = new RecordedLog();
  private final ScanWriter writer = writer(limits(100, 10, Duration.ofMillis(1)));

  @AfterEach
  void close() {
    writer.close(Duration.ZERO);
  }

  @Test
  void everyScanThatWasOfferedIsStoredWhenAFlushReturns() {
    offer(writer, 1, 95);

    assertThat(writer.flush(AMPLE)).isTrue();

    assertThat(store.scans()).extracting(Scan::metricsId).hasSize(95).doesNotHaveDuplicates();
    assertThat(heard.written).hasValue(95);
    assertThat(writer.waiting()).isZero();
  }

  @Test
  void theWriterRestsAfterAFlushWhateverTimeThatHad() {
    offer(writer, 1, 1);

    assertThat(writer.flush(AMPLE.multipliedBy(10))).isTrue();

    Thread thread = requireNonNull(store.caller);
    eventually(() -> thread.getState() == Thread.State.TIMED_WAITING);
  }

  @Test
  void theWriterRestsWhileWhatWaitsOnDiskCannotBeRead(@TempDir Path folder) throws IOException {
    try (Spool spool = Spool.in(new SpoolConfig(folder, 1 << 20), log)) {
      ScanWriter resting = writer(limits(100, 10, Duration.ofSeconds(1)), spool);
      spool.release(onDisk(spool, 1));
      replaceByAFile(folder);

      resting.offer(Scans.scan(2), Mark.NONE);

      eventually(() -> store.scans().size() == 1);
      Thread thread = requireNonNull(store.caller);
      eventually(() -> thread.getState() == Thread.State.TIMED_WAITING);
      assertThat(resting.waiting()).isEqualTo(1);
    }
  }

  @Test
  void whatComesDuringAWriteIsTheNextBatchUpToTheLimit() throws InterruptedException {
    CountDownLatch gate = store.hang();
    writer.offer(Scans.scan(1), Mark.NONE);
    store.entered.await();
    offer(writer, 2, 14);

    gate.countDown();
    writer.flush(AMPLE);

    assertThat(store.batches()).extracting(List::size).startsWith(1, 10);
  }

  @Test
  void scansThatAreOnDiskGatherUntilTheyAreABatchButTheFirstIsWrittenAtOnce(@TempDir Path folder) {
    try (Spool spool = Spool.in(new SpoolConfig(folder, 1 << 20), log)) {
      ScanWriter gathering = writer(limits(100, 10, Duration.ofMillis(1)), spool);
      gathering.offer(Scans.scan(1), onDisk(spool, 1));
      eventually(() -> store.scans().size() == 1);

      for (int n = 2; n <= 11; n++) {
        gathering.offer(Scans.scan(n), onDisk(spool, n));
      }
      eventually(() -> store.scans().size() == 11);

      assertThat(store.batches()).extracting(List::size).containsExactly(1, 10);
    }
  }

  @Test
  void scansThatGatherAreWrittenAtOnceForWhoeverFlushes(@TempDir Path folder) {
    try (Spool spool = Spool.in(new SpoolConfig(folder, 1 << 20), log)) {
      ScanWriter gathering = writer(limits(100, 10, Duration.ofMillis(1)), spool);
      gathering.offer(Scans.scan(1), onDisk(spool, 1));
      eventually(() -> store.scans().size() == 1);
      gathering.offer(Scans.scan(2), onDisk(spool, 2));

      assertThat(gathering.flush(AMPLE)).isTrue();
      assertThat(store.scans()).hasSize(2);
    }
  }

  @Test
  void aScanThatIsInMemoryAloneDoesNotWaitForOthers(@TempDir Path folder) {
    try (Spool spool = Spool.in(new SpoolConfig(folder, 1 << 20), log)) {
      ScanWriter gathering = writer(limits(100, 10, Duration.ofMillis(1)), spool);
      gathering.offer(Scans.scan(1), onDisk(spool, 1));
      eventually(() -> store.scans().size() == 1);
      gathering.offer(Scans.scan(2), onDisk(spool, 2));

      gathering.offer(Scans.scan(3), Mark.NONE);

      eventually(() -> store.scans().size() == 3);
    }
  }

  @Test
  void theSameBatchIsTriedAgainUntilTheStoreIsBack() {
    store.away("the database is away");
    offer(writer, 1, 3);
    eventually(() -> store.tries.get() >= 3);
    assertThat(store.scans()).isEmpty();

    store.away(null);

    assertThat(writer.flush(AMPLE)).isTrue();
    assertThat(store.scans()).hasSize(3);
    assertThat(log.lines)
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).startsWith("warn the database is away; "))
        .contains("info Scans are being stored again");
    assertThat(heard.waiting).hasValueGreaterThanOrEqualTo(3);
  }

  @Test
  void aDefectDoesNotEndTheDelivery() {
    store.broken(new IllegalStateException("defect"));
    writer.offer(Scans.scan(1), Mark.NONE);
    eventually(() -> store.tries.get() >= 2);
    store.broken(new NoClassDefFoundError("missing"));
    int before = store.tries.get();
    eventually(() -> store.tries.get() >= before + 2);

    store.broken(null);

    assertThat(writer.flush(AMPLE)).isTrue();
    assertThat(store.scans()).hasSize(1);
  }

  @Test
  void aScanThatCanNeverBeStoredIsToldAndDoesNotHoldUpTheOthers() {
    Scan good = Scans.scan(1);
    Scan bad = withFeed(Scans.scan(2), "refuse me");
    writer.offer(good, Mark.NONE);
    writer.offer(bad, Mark.NONE);

    assertThat(writer.flush(AMPLE)).isTrue();

    String reason = "it asked for it; it is not on disk, so nothing is kept of it";
    assertThat(heard.setAside).containsExactly(reason);
    assertThat(heard.written).hasValue(1);
    assertThat(log.lines).containsExactly("warn Scan " + bad.scanId() + " set aside: " + reason);
  }

  @Test
  void aScanWithoutRoomIsRefusedAtOnceAndTold() throws InterruptedException {
    store.hang();
    offer(writer, 1, 100);
    store.entered.await();

    assertThat(writer.offer(Scans.scan(101), Mark.NONE)).isFalse();

    assertThat(heard.refused).hasValue(1);
    assertThat(writer.waiting()).isEqualTo(100);
    assertThat(log.lines)
        .containsExactly(
            "warn A scan is lost: 100 scans already waiting, there is no room for more");
  }

  @Test
  void whatAScanWasWhileItRanGivesItsPlaceToItsEnd(@TempDir Path folder)
      throws InterruptedException {
    try (Spool spool = Spool.in(new SpoolConfig(folder, 1 << 20), log)) {
      ScanWriter full = writer(limits(2, 10, Duration.ofMillis(1)), spool);
      CountDownLatch gate = store.hang();
      full.offer(Scans.scan(1), Mark.NONE);
      store.entered.await();
      full.offer(Scans.ended(Scans.scan(2), Outcome.RUNNING, null), Mark.NONE);

      full.offer(Scans.scan(2), onDisk(spool, 2));
      gate.countDown();

      assertThat(full.flush(AMPLE)).isTrue();
      assertThat(store.scans()).containsExactly(Scans.scan(1), Scans.scan(2));
      assertThat(full.waiting()).isZero();
    }
  }

  @Test
  void aFlushDoesNotWaitLongerThanItMay() {
    store.hang();
    writer.offer(Scans.scan(1), Mark.NONE);

    assertThat(writer.flush(SHORT)).isFalse();
  }

  @Test
  void aFlushWithoutScansReturnsAtOnce() {
    assertThat(writer.flush(Duration.ZERO)).isTrue();
  }

  @Test
  void aFlushDoesNotWaitForScansThatCameLater() throws InterruptedException {
    writer.offer(Scans.scan(1), Mark.NONE);
    assertThat(writer.flush(AMPLE)).isTrue();
    store.hang();
    writer.offer(Scans.scan(2), Mark.NONE);

    // The first is stored, so only the second can make this one wait.
    assertThat(writer.flush(SHORT)).isFalse();
  }

  @Test
  void aFlushCutsALongPauseShort() {
    ScanWriter slow = writer(limits(100, 10, Duration.ofHours(10)));
    store.away("the database is away");
    slow.offer(Scans.scan(1), Mark.NONE);
    eventually(() -> store.tries.get() == 1);
    store.away(null);

    assertThat(slow.flush(AMPLE)).isTrue();
    assertThat(store.scans()).hasSize(1);
  }

  @Test
  void anInterruptedFlushReturnsAndStaysInterrupted() {
    store.hang();
    writer.offer(Scans.scan(1), Mark.NONE);
    Thread.currentThread().interrupt();

    assertThat(writer.flush(AMPLE)).isFalse();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void closingDeliversWhatWaitsAndClosesTheStore() {
    offer(writer, 1, 40);

    assertThat(writer.close(AMPLE)).isTrue();

    assertThat(store.scans()).hasSize(40);
    assertThat(store.closed.getCount()).isZero();
    assertThat(log.lines).isEmpty();
  }

  @Test
  void closingWithoutScansStartsNothingAndClosesTheStore() {
    assertThat(writer.close(AMPLE)).isTrue();

    assertThat(store.closed.getCount()).isZero();
    assertThat(store.tries).hasValue(0);
  }

  @Test
  void closingTwiceIsHarmless() {
    offer(writer, 1, 1);
    writer.close(AMPLE);

    assertThat(writer.close(AMPLE)).isTrue();
  }

  @Test
  void afterClosingScansAreRefused() {
    writer.close(AMPLE);

    assertThat(writer.offer(Scans.scan(1), Mark.NONE)).isFalse();
    assertThat(heard.refused).hasValue(1);
  }

  @Test
  void closingKeepsTryingUntilTheTimeIsOverAndSaysWhatIsLost() {
    store.away("the database is away");
    offer(writer, 1, 3);

    assertThat(writer.close(Duration.ofMillis(300))).isFalse();

    assertThat(store.tries).hasValueGreaterThanOrEqualTo(2);
    assertThat(log.lines)
        .contains("warn 3 scans not stored when the time for it was over: the database is away");
  }

  @Test
  void closingDeliversIfTheStoreComesBackInTime() {
    store.away("the database is away");
    offer(writer, 1, 3);
    eventually(() -> store.tries.get() >= 1);
    Thread back =
        new Thread(() -> eventually(() -> store.tries.get() >= 3, () -> store.away(null)));
    back.start();

    assertThat(writer.close(AMPLE)).isTrue();
    assertThat(store.scans()).hasSize(3);
  }

  @Test
  void closingEndsAWriteThatHangs() throws InterruptedException {
    store.hang();
    writer.offer(Scans.scan(1), Mark.NONE);
    store.entered.await();

    assertThat(writer.close(SHORT)).isFalse();

    assertThat(store.closed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closingReturnsInTimeEvenIfTheStoreIsDeafToInterrupts() throws InterruptedException {
    CountDownLatch gate = store.hangDeaf();
    writer.offer(Scans.scan(1), Mark.NONE);
    store.entered.await();
    long start = System.nanoTime();

    assertThat(writer.close(SHORT)).isFalse();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    gate.countDown();
    assertThat(store.closed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aStrangersInterruptOfTheWriterLosesNothing() {
    CountDownLatch gate = store.hang();
    offer(writer, 1, 3);
    eventually(() -> store.tries.get() == 1);
    requireNonNull(store.caller).interrupt();
    eventually(() -> store.tries.get() == 2);
    gate.countDown();

    assertThat(writer.flush(AMPLE)).isTrue();
    assertThat(store.scans()).hasSize(3);
  }

  @Test
  void aLogThatThrowsChangesNothing() {
    ScanWriter careless =
        new ScanWriter(
            store,
            Spool.none(),
            ScanListener.NONE,
            new ExporterLog() {
              @Override
              public void info(String message) {
                throw new IllegalStateException("log");
              }

              @Override
              public void warn(String message) {
                throw new IllegalStateException("log");
              }
            });
    careless.offer(withFeed(Scans.scan(1), "refuse me"), Mark.NONE);
    assertThat(careless.flush(AMPLE)).isTrue();
    careless.offer(Scans.scan(2), Mark.NONE);

    assertThat(careless.close(AMPLE)).isTrue();
    assertThat(store.scans()).hasSize(2);
  }

  @Test
  void manyThreadsMayOfferAtOnce() throws InterruptedException {
    ScanWriter wide = writer(limits(10_000, 500, Duration.ofMillis(1)));
    List<Thread> threads =
        LongStream.range(0, 8)
            .mapToObj(t -> new Thread(() -> offer(wide, t * 1000 + 1, 1000)))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(wide.flush(AMPLE)).isTrue();
    assertThat(store.scans()).extracting(Scan::metricsId).hasSize(8000).doesNotHaveDuplicates();
  }

  private ScanWriter writer(ScanWriter.Limits limits) {
    return writer(limits, Spool.none());
  }

  private ScanWriter writer(ScanWriter.Limits limits, Spool spool) {
    return new ScanWriter(store, spool, heard, new DeliveryLog(log, System::nanoTime), limits);
  }

  /** What processes have in the spool. */
  private static void replaceByAFile(Path spool) throws IOException {
    try (Stream<Path> files = Files.walk(spool, 2)) {
      for (Path file : files.skip(1).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
        if (spool.equals(file.getParent())) {
          Files.createFile(file);
        }
      }
    }
  }

  private static Mark onDisk(Spool spool, int number) {
    String name = "scan-" + number;
    spool.write(List.of(Change.made(name, new byte[] {'{', '}', '\n'}, Mark.NONE)));
    return spool.hand(name, true);
  }

  private static ScanWriter.Limits limits(int capacity, int batch, Duration firstPause) {
    return new ScanWriter.Limits(
        capacity,
        capacity,
        batch,
        Duration.ofHours(1),
        firstPause,
        firstPause.multipliedBy(50),
        Duration.ofMinutes(1));
  }

  private static void offer(ScanWriter writer, long first, int count) {
    LongStream.range(first, first + count).forEach(n -> writer.offer(Scans.scan(n), Mark.NONE));
  }

  private static Scan withFeed(Scan scan, String feed) {
    return Scans.withColumns(scan, Map.of(ScanAttribute.FEED_SNAPSHOT_ID, feed));
  }

  private static void eventually(BooleanSupplier condition) {
    eventually(condition, () -> {});
  }

  private static void eventually(BooleanSupplier condition, Runnable then) {
    long deadline = System.nanoTime() + AMPLE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waited in vain").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
    then.run();
  }

  private static final class Heard implements ScanListener {
    final AtomicInteger written = new AtomicInteger();
    final AtomicInteger waiting = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final List<String> setAside = new CopyOnWriteArrayList<>();

    @Override
    public void written(int scans, Duration took) {
      written.addAndGet(scans);
    }

    @Override
    public void waiting(int scans, String reason) {
      waiting.addAndGet(scans);
    }

    @Override
    public void refused(Scan scan) {
      refused.incrementAndGet();
    }

    @Override
    public void setAside(String scan, String reason) {
      setAside.add(reason);
    }
  }
}
