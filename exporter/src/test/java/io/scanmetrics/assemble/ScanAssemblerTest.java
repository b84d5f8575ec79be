package io.scanmetrics.assemble;

import static io.scanmetrics.assemble.AssemblyUnderTest.endOf;
import static io.scanmetrics.assemble.AssemblyUnderTest.startOfScan;
import static io.scanmetrics.assemble.TestSpan.phase;
import static io.scanmetrics.assemble.TestSpan.scan;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import io.scanmetrics.journal.SpooledScans;
import io.scanmetrics.testing.RecordedLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanAssemblerTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final List<Scan> out = new ArrayList<>();
  private Consumer<Scan> sink = out::add;
  private @Nullable RuntimeException fault;
  private Duration passed = Duration.ZERO;
  private boolean hasMemory = true;
  private final RecordedLog log = new RecordedLog();
  private final ScanAssembler assembler = assembler(AssemblyUnderTest.ROOMY);

  @Test
  void nothingIsGivenOutByTheThreadThatTellsOfIt() {
    assembler.take(endOf(scan(1, 1, "first").data()));
    assertThat(out).isEmpty();

    assembler.giveOut();
    assertThat(out).hasSize(1);
  }

  /** Scans that are on disk are given out together, for an agent's thread that comes often. */
  @Nested
  class OnDisk {
    private final Path folder;
    private final Spool spool;
    private final ScanAssembler assembler;

    OnDisk(@TempDir Path folder) {
      this.folder = folder;
      this.spool = Spool.in(new SpoolConfig(folder, Long.MAX_VALUE), log);
      this.assembler = assembler(AssemblyUnderTest.ROOMY, spool);
    }

    @AfterEach
    void close() {
      spool.close();
    }

    @Test
    void whatIsOverAfterAPauseIsGivenOutAsSoonAsItIsKept() {
      assembler.take(endOf(scan(1, 1, "first").data()));

      assertThat(assembler.keep()).isTrue();
      assertThat(out).hasSize(1);
    }

    @Test
    void whatIsOverSoonAfterIsGivenOutTogetherASecondLater() {
      giveOutOne();
      assembler.take(endOf(scan(2, 1, "second").data()));
      assertThat(assembler.keep()).isFalse();
      assembler.take(endOf(scan(3, 1, "third").data()));
      assertThat(assembler.keep()).isFalse();
      assertThat(out).hasSize(1);
      assertThat(SpooledScans.in(folder)).hasSize(3);

      passed = Duration.ofSeconds(1);
      assertThat(assembler.keep()).isTrue();
      assertThat(out).hasSize(3);
    }

    @Test
    void manyAreGivenOutAtOnce() {
      giveOutOne();
      IntStream.rangeClosed(2, 251)
          .forEach(i -> assembler.take(endOf(scan(i, 1, "scan " + i).data())));

      assertThat(assembler.keep()).isTrue();
      assertThat(out).hasSize(251);
    }

    @Test
    void whoeverAsksForAllGetsWhatGathers() {
      giveOutOne();
      assembler.take(endOf(scan(2, 1, "second").data()));
      assembler.keep();

      assertThat(assembler.giveOut()).isTrue();
      assertThat(out).hasSize(2);
    }

    @Test
    void aPhaseThatComesWhileItsScanGathersIsOnDiskWithIt() {
      giveOutOne();
      assembler.take(endOf(scan(2, 1, "second").data()));
      assembler.keep();
      assembler.take(endOf(phase(2, 2, "ingest").inside(1).data()));
      assembler.keep();

      assertThat(SpooledScans.in(folder).values())
          .anySatisfy(lines -> assertThat(new String(lines, US_ASCII)).contains("ingest"));
      assembler.giveOut();
      assertThat(out.get(1).phases()).hasSize(1);
    }

    @Test
    void aScanThatThereIsTooLittleMemoryForHoldsNothingUp() {
      hasMemory = false;
      assembler.take(endOf(large(scan(1, 1, "first").data())));
      assembler.take(endOf(scan(2, 1, "second").data()));
      assertThatThrownBy(assembler::keep).isInstanceOf(OutOfMemoryError.class);

      assertThat(SpooledScans.in(folder)).hasSize(2);
      assertThat(out).extracting(Scan::traceId).contains(TestSpan.traceId(2));
      hasMemory = true;
      assertThat(assembler.giveOut()).isTrue();
      assertThat(out).extracting(Scan::traceId).contains(TestSpan.traceId(1));
    }

    private void giveOutOne() {
      assembler.take(endOf(scan(1, 1, "first").data()));
      assembler.keep();
    }
  }

  @Test
  void whatMemoryAloneHasIsGivenOutAtOnce() {
    IntStream.rangeClosed(1, 3)
        .forEach(
            i -> {
              assembler.take(endOf(scan(i, 1, "scan " + i).data()));
              assertThat(assembler.keep()).isTrue();
              assertThat(out).hasSize(i);
            });
  }

  @Test
  void aTakerThatThrowsDoesNotEndTheAssembling() {
    sink =
        scan -> {
          sink = out::add;
          throw new IllegalStateException("no");
        };
    assembler.take(endOf(scan(1, 1, "first").data()));
    assembler.take(endOf(scan(2, 1, "second").data()));
    assembler.giveOut();

    assertThat(out).extracting(Scan::traceId).containsExactly(TestSpan.traceId(2));
    assertThat(log.warnings).hasSize(1);
  }

  @Test
  void whatCouldNotBeGivenOutForWantOfMemoryIsGivenOutTheNextTime() {
    sink =
        scan -> {
          sink = out::add;
          throw new OutOfMemoryError();
        };
    assembler.take(endOf(scan(1, 1, "first").data()));
    assertThatThrownBy(assembler::giveOut).isInstanceOf(OutOfMemoryError.class);

    assertThat(assembler.close(LONG)).isTrue();
    assertThat(out).extracting(Scan::traceId).containsExactly(TestSpan.traceId(1));
  }

  @Test
  void afterAFaultScansAreGivenOutAsBefore() {
    ScanAssembler faulty = assembler(AssemblyUnderTest.ROOMY);
    faulty.take(endOf(scan(1, 1, "first").data()));
    fault = new IllegalStateException("no");
    assertThat(faulty.giveOut()).isFalse();
    assertThat(out).isEmpty();
    assertThat(log.warnings).singleElement().asString().contains("please report this");

    fault = null;
    assertThat(faulty.giveOut()).isTrue();
    assertThat(out).hasSize(1);
  }

  @Test
  void peopleAreToldOfPhasesThatThereIsNoRoomFor() {
    ScanAssembler small = assembler(limits(10, 2));
    small.take(startOfScan(scan(1, 1, "huge").data()));
    IntStream.range(2, 40).forEach(i -> small.take(endOf(phase(1, i, "vex").inside(1).data())));
    small.close(LONG);

    assertThat(out.get(0).phases()).hasSize(2);
    assertThat(log.warnings).isNotEmpty().hasSizeLessThan(4);
  }

  @Test
  void noScanShouldBeginWhileMoreIsTakenThanGivenOut() {
    ScanAssembler small = assembler(limits(2, 20));
    assertThat(small.isFull()).isFalse();

    IntStream.range(1, 40).forEach(i -> small.take(endOf(scan(i, 1, "scan " + i).data())));
    assertThat(small.isFull()).isTrue();

    small.giveOut();
    assertThat(small.isFull()).isFalse();
    assertThat(out).hasSize(39);
  }

  @Test
  void spansThatAreNeitherScanNorPhaseLeadFromOneToTheOther() {
    assembler.take(startOfScan(scan(1, 1, "one").inside(9).data()));
    assembler.take(startOfScan(scan(1, 2, "other").inside(9).data()));
    assembler.take(
        new SpanEvent.SpanSeen(TestSpan.traceId(1), TestSpan.spanId(3), TestSpan.spanId(2)));
    assembler.take(endOf(phase(1, 4, "ingest").inside(3).data()));
    assembler.take(endOf(scan(1, 2, "other").inside(9).data()));
    assembler.giveOut();

    assertThat(out.get(0).phases()).hasSize(1);
  }

  @Test
  void nothingIsTakenAfterTheEnd() {
    assertThat(assembler.close(LONG)).isTrue();
    assembler.take(endOf(scan(1, 1, "late").data()));
    assembler.giveOut();

    assertThat(out).isEmpty();
  }

  @Test
  void aRehearsalIsAWholeScanThatNobodyGets() {
    Scan rehearsed = assembler.prepare();

    assertThat(rehearsed.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(rehearsed.phases()).hasSize(1);
    assembler.giveOut();
    assertThat(out).isEmpty();
  }

  /** The same, but that it can only be made a scan of where there is memory. */
  private SpanRecord large(SpanRecord span) {
    Map<String, Object> resource =
        new AbstractMap<>() {
          @Override
          public @Nullable Object get(Object key) {
            if (!hasMemory) {
              throw new OutOfMemoryError();
            }
            return null;
          }

          @Override
          public Set<Entry<String, Object>> entrySet() {
            return Set.of();
          }
        };
    return new SpanRecord(
        span.traceId(),
        span.spanId(),
        span.parentSpanId(),
        span.startMicros(),
        span.endMicros(),
        span.failure(),
        span.attributes(),
        resource,
        span.sampled());
  }

  private ScanAssembler assembler(AssemblyLimits limits) {
    return assembler(limits, Spool.none());
  }

  private ScanAssembler assembler(AssemblyLimits limits, Spool spool) {
    return new ScanAssembler(
        "acme",
        (scan, mark) -> sink.accept(scan),
        spool,
        ScanListener.NONE,
        log,
        limits,
        this::nanoTime,
        InstantSource.system());
  }

  private long nanoTime() {
    if (fault != null) {
      throw fault;
    }
    return System.nanoTime() + passed.toNanos();
  }

  private static AssemblyLimits limits(int finished, int units) {
    return new AssemblyLimits(
        100, finished, Duration.ofMinutes(1), units, units, 10, 1_000, 1_000, 20);
  }
}
