package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.TestSpan.phase;
import static io.scanmetrics.assemble.TestSpan.plain;
import static io.scanmetrics.assemble.TestSpan.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.scanmetrics.ExporterLog;
import io.scanmetrics.journal.Spool;
import java.time.Duration;
import java.time.InstantSource;
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
class ScanAssemblerTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final Queue<Scan> out = new ConcurrentLinkedQueue<>();
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private Consumer<Scan> sink = out::add;
  private final ExporterLog log =
      new ExporterLog() {
        @Override
        public void info(String message) {}

        @Override
        public void warn(String message) {
          warnings.add(message);
        }
      };
  private final ScanAssembler assembler =
      new ScanAssembler(
          "acme", (scan, mark) -> sink.accept(scan), Spool.none(), ScanListener.NONE, log);

  @AfterEach
  void close() {
    assembler.close(LONG);
  }

  @Test
  void aFlushWaitsForEverythingHandedInBefore() {
    IntStream.rangeClosed(1, 500).forEach(i -> assembler.ended(scan(i, 1, "scan " + i).data()));

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
    assertThat(warnings).isEmpty();
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
    assembler.ended(scan(1, 1, "first").data());
    assertThat(held.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

    SpanData phase = phase(2, 2, "analyze").inside(1).data();
    assembler.started(new OpenSpan(scan(2, 1, "second").data()));
    IntStream.range(0, 50_000).forEach(i -> assembler.ended(phase));
    assembler.ended(scan(2, 1, "second").data());
    release.countDown();

    assertThat(assembler.flush(LONG)).isTrue();
    assertThat(out).hasSize(2);
  }

  @Test
  void closingGivesOutWhatIsOpenAsAborted() {
    assembler.started(new OpenSpan(scan(1, 1, "open").data()));
    assembler.ended(phase(1, 2, "ingest").inside(1).data());

    assertThat(assembler.close(LONG)).isTrue();
    assertThat(out).hasSize(1);
    assertThat(out.element().outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(out.element().phases()).hasSize(1);
  }

  @Test
  void openScansMayBeAbortedWithoutClosing() {
    assembler.started(new OpenSpan(scan(1, 1, "open").data()));
    assembler.abortOpenScans();
    assembler.ended(scan(1, 1, "open").data());
    assembler.ended(scan(2, 1, "next").data());
    assembler.flush(LONG);

    assertThat(out).extracting(Scan::outcome).containsExactly(Outcome.ABORTED, Outcome.SUCCEEDED);
  }

  @Test
  void afterClosingNothingHappensAnyMore() {
    assertThat(assembler.close(LONG)).isTrue();
    assembler.started(new OpenSpan(scan(1, 1, "late").data()));
    assembler.ended(scan(1, 1, "late").data());
    assembler.passing(plain(1, 2).data().getSpanContext(), plain(1, 1).data().getSpanContext());

    assertThat(assembler.flush(LONG)).isTrue();
    assertThat(assembler.close(LONG)).isTrue();
    assertThat(out).isEmpty();
  }

  @Test
  void aTakerThatThrowsDoesNotEndTheAssembling() {
    sink =
        scan -> {
          sink = out::add;
          throw new IllegalStateException("no");
        };
    assembler.ended(scan(1, 1, "first").data());
    assembler.flush(LONG);
    assembler.ended(scan(2, 1, "second").data());
    assembler.flush(LONG);

    assertThat(out).extracting(Scan::traceId).containsExactly(TestSpan.traceId(2));
    assertThat(warnings).hasSize(1);
  }

  @Test
  void peopleAreToldOfPhasesThatThereIsNoRoomFor() {
    AssemblyLimits tight = new AssemblyLimits(10, 10, Duration.ofMinutes(1), 2, 10);
    ScanAssembler small =
        new ScanAssembler(
            "acme",
            (scan, mark) -> out.add(scan),
            Spool.none(),
            ScanListener.NONE,
            log,
            tight,
            System::nanoTime,
            InstantSource.system());
    small.started(new OpenSpan(scan(1, 1, "huge").data()));
    IntStream.range(2, 40).forEach(i -> small.ended(phase(1, i, "vex").inside(1).data()));
    small.close(LONG);

    assertThat(out.element().phases()).hasSize(2);
    assertThat(warnings).isNotEmpty().hasSizeLessThan(4);
  }

  @Test
  void spansThatAreNeitherScanNorPhaseLeadFromOneToTheOther() {
    assembler.started(new OpenSpan(scan(1, 1, "one").inside(9).data()));
    assembler.started(new OpenSpan(scan(1, 2, "other").inside(9).data()));
    SpanData between = plain(1, 3).inside(2).data();
    assembler.passing(between.getSpanContext(), between.getParentSpanContext());
    assembler.ended(phase(1, 4, "ingest").inside(3).data());
    assembler.ended(scan(1, 2, "other").inside(9).data());
    assembler.flush(LONG);

    assertThat(out.element().phases()).hasSize(1);
  }

  @Test
  void theThreadKnowsNothingOfItsCaller() {
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    sink = scan -> threads.add(Thread.currentThread());
    assembler.ended(scan(1, 1, "first").data());
    assembler.flush(LONG);

    assertThat(threads.element().isDaemon()).isTrue();
    assertThat(threads.element().getContextClassLoader())
        .isSameAs(ScanAssembler.class.getClassLoader());
  }

  private void scanWithSixPhases(int trace) {
    TestSpan scan = scan(trace, 1, "scan " + trace);
    assembler.started(new OpenSpan(scan.data()));
    List<String> names = List.of("ingest", "analyze", "reachability", "vex", "sign", "publish");
    for (int i = 0; i < names.size(); i++) {
      assembler.ended(phase(trace, i + 2, names.get(i)).inside(1).data());
    }
    assembler.ended(scan.data());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
