package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.TestSpan.phase;
import static io.scanmetrics.assemble.TestSpan.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.journal.Spool;
import io.scanmetrics.testing.RecordedLog;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackgroundAssemblerTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final Queue<Scan> out = new ConcurrentLinkedQueue<>();
  private Consumer<Scan> sink = out::add;
  private final RecordedLog log = new RecordedLog();
  private final BackgroundAssembler assembler =
      new BackgroundAssembler(
          new ScanAssembler(
              "acme",
              (scan, mark) -> sink.accept(scan),
              Spool.none(),
              1_000,
              ScanListener.NONE,
              log),
          log);

  @AfterEach
  void close() {
    assembler.close(LONG);
  }

  @Test
  void aFlushWaitsForEverythingHandedInBefore() {
    IntStream.rangeClosed(1, 500).forEach(i -> ended(assembler, scan(i, 1, "scan " + i)));

    assertThat(assembler.flush(LONG)).isTrue();
    assertThat(out).hasSize(500);
  }

  @Test
  void threadsMayHandInWhateverAndWhenever() throws InterruptedException {
    int threads = 8;
    int scansEach = 250;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int t = 0; t < threads; t++) {
      int first = 1 + t * scansEach;
      pool.execute(
          () -> IntStream.range(first, first + scansEach).forEach(this::scanWithSixPhases));
    }
    pool.shutdown();
    assertThat(pool.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(assembler.flush(LONG)).isTrue();
    assertThat(out).hasSize(threads * scansEach);
    assertThat(out).allSatisfy(scan -> assertThat(scan.phases()).hasSize(6));
    assertThat(log.warnings).isEmpty();
  }

  @Test
  void whatThereIsNoTimeForAtTheEndIsSaid() {
    CountDownLatch release = new CountDownLatch(1);
    sink = scan -> awaitQuietly(release);
    ended(assembler, scan(1, 1, "nightly"));

    assertThat(assembler.close(Duration.ofMillis(50))).isFalse();
    assertThat(log.warnings).singleElement().asString().contains("may be lost");

    release.countDown();
  }

  @Test
  void whileTheAssemblingThreadIsHeldUpTheCallersDoItsWork() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    sink =
        scan -> {
          held.countDown();
          awaitQuietly(release);
          out.add(scan);
        };
    ended(assembler, scan(1, 1, "first"));
    assertThat(held.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

    TestSpan phase = phase(2, 2, "analyze").inside(1);
    started(assembler, scan(2, 1, "second"));
    IntStream.range(0, 50_000).forEach(i -> ended(assembler, phase));
    ended(assembler, scan(2, 1, "second"));
    release.countDown();

    assertThat(assembler.flush(LONG)).isTrue();
    assertThat(out).hasSize(2);
  }

  @Test
  void aFaultIsMadeUpForWithoutAnythingElseHappening() {
    sink =
        scan -> {
          sink = out::add;
          throw new StackOverflowError();
        };
    ended(assembler, scan(1, 1, "first"));

    assertThat(assembler.flush(LONG)).isTrue();
    assertThat(out).hasSize(1);
    assertThat(log.warnings).hasSize(1);
  }

  @Test
  void closingGivesOutWhatIsOpenAsAborted() {
    started(assembler, scan(1, 1, "open"));
    ended(assembler, phase(1, 2, "ingest").inside(1));

    assertThat(assembler.close(LONG)).isTrue();
    assertThat(out).hasSize(1);
    assertThat(out.element().outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(out.element().phases()).hasSize(1);
  }

  @Test
  void openScansMayBeAbortedWithoutClosing() {
    started(assembler, scan(1, 1, "open"));
    assembler.abortOpenScans();
    ended(assembler, scan(1, 1, "open"));
    ended(assembler, scan(2, 1, "next"));
    assembler.flush(LONG);

    assertThat(out).extracting(Scan::outcome).containsExactly(Outcome.ABORTED, Outcome.SUCCEEDED);
  }

  @Test
  void afterClosingNothingHappensAnyMore() {
    assertThat(assembler.close(LONG)).isTrue();
    started(assembler, scan(1, 1, "late"));
    ended(assembler, scan(1, 1, "late"));
    assembler.add(
        new SpanEvent.SpanSeen(TestSpan.traceId(1), TestSpan.spanId(2), TestSpan.spanId(1)));

    assertThat(assembler.flush(LONG)).isTrue();
    assertThat(assembler.close(LONG)).isTrue();
    assertThat(out).isEmpty();
  }

  @Test
  void theThreadKnowsNothingOfItsCaller() {
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    sink = scan -> threads.add(Thread.currentThread());
    ended(assembler, scan(1, 1, "first"));
    assembler.flush(LONG);

    assertThat(threads.element().isDaemon()).isTrue();
    assertThat(threads.element().getContextClassLoader())
        .isSameAs(BackgroundAssembler.class.getClassLoader());
  }

  private void scanWithSixPhases(int trace) {
    TestSpan scan = scan(trace, 1, "scan " + trace);
    started(assembler, scan);
    List<String> names = List.of("ingest", "analyze", "reachability", "vex", "sign", "publish");
    for (int i = 0; i < names.size(); i++) {
      ended(assembler, phase(trace, i + 2, names.get(i)).inside(1));
    }
    ended(assembler, scan);
  }

  private static void started(BackgroundAssembler assembler, TestSpan scan) {
    assembler.add(AssemblyUnderTest.startOfScan(scan.data()));
  }

  private static void ended(BackgroundAssembler assembler, TestSpan one) {
    assembler.add(AssemblyUnderTest.endOf(one.data()));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
