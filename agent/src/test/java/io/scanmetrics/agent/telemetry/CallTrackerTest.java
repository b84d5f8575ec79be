package io.scanmetrics.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.rules.ClassSelector;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.MethodSelector;
import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Source;
import io.scanmetrics.agent.rules.expression.Expression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallTrackerTest {
  private final Troubles troubles = new Troubles();
  private final Sites sites = new Sites();
  private final OpenScans scans = new OpenScans();
  private final Told recorder = new Told();
  private final ExpectedScans expected =
      new ExpectedScans(Duration.ZERO, () -> 0, () -> {}, troubles);
  private final CallTracker tracker =
      new CallTracker(sites, scans, expected, recorder, CarriedContext.NONE, troubles);

  private final int scan = site(rule(Rule.Kind.SCAN, null, false));
  private final int ingest = site(rule(Rule.Kind.PHASE, "ingest", false));
  private final int analyze = site(rule(Rule.Kind.PHASE, "analyze", false));
  private final int each = site(rule(Rule.Kind.PHASE, "vex", true));

  @Test
  void aScanIsToldOfWhenItBeginsAndWhenItEnds() {
    Object s = enter(scan);
    assertThat(recorder.told).containsExactly("scan expected", "scan began");
    exit(enter(ingest));
    exit(s);

    assertThat(recorder.told)
        .containsExactly("scan expected", "scan began", "phase began", "phase ended", "scan ended");
    assertThat(phase("ingest").scan()).isSameAs(recorder.scans.get(0));
    assertThat(phase("ingest").enclosing()).isNull();
    assertThat(phase("ingest").startEpochNanos())
        .isGreaterThanOrEqualTo(recorder.scans.get(0).startEpochNanos());
    assertThat(phase("ingest").endEpochNanos())
        .isLessThanOrEqualTo(recorder.scans.get(0).endEpochNanos());
  }

  @Test
  void aPhaseInsideAnotherIsEnclosedByIt() {
    Object s = enter(scan);
    Object a = enter(analyze);
    exit(enter(ingest));
    exit(a);
    exit(s);

    assertThat(phase("ingest").enclosing()).isSameAs(phase("analyze"));
  }

  @Test
  void aPhaseInsideItselfCountsOnce() {
    Object s = enter(scan);
    Object outer = enter(analyze);
    Object inner = enter(analyze);
    exit(inner);
    exit(outer);
    exit(s);

    assertThat(inner).isNull();
    assertThat(phases("analyze")).hasSize(1);
  }

  @Test
  void aPhaseInsideItselfCountsEachTimeIfItsRuleSaysSo() {
    Object s = enter(scan);
    Object outer = enter(each);
    exit(enter(each));
    exit(outer);
    exit(s);

    assertThat(phases("vex")).hasSize(2);
  }

  @Test
  void aScanInsideAScanIsTheSameScan() {
    Object outer = enter(scan);
    Object inner = enter(scan);
    exit(inner);
    exit(outer);

    assertThat(inner).isNull();
    assertThat(recorder.scans).hasSize(1);
  }

  @Test
  void aPhaseOutsideAnyScanIsNamed() {
    assertThat(enter(ingest)).isNull();

    assertThat(troubles.orphans).hasSize(1);
    assertThat(recorder.told).isEmpty();
  }

  @Test
  void anExceptionMakesAPhaseFailWithItsClassAndMessage() {
    Object s = enter(scan);
    tracker.exited(require(enter(ingest)), null, new IllegalStateException("no such layer"));
    exit(s);

    Failure failure = Objects.requireNonNull(phase("ingest").failure());
    Failure.Thrown exception = Objects.requireNonNull(failure.exception());
    assertThat(failure.errorType()).isEqualTo("java.lang.IllegalStateException");
    assertThat(exception.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(exception.message()).isEqualTo("no such layer");
    assertThat(exception.stackTrace()).contains("no such layer", "CallTrackerTest");
    assertThat(recorder.scans.get(0).failure()).isNull();
  }

  @Test
  void anExceptionWhoseMessageCannotBeAskedForDoesNoHarm() {
    Object s = enter(scan);
    tracker.exited(
        require(enter(ingest)),
        null,
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("not now");
          }
        });
    exit(s);

    Failure failure = Objects.requireNonNull(phase("ingest").failure());
    assertThat(Objects.requireNonNull(failure.exception()).message()).isNull();
  }

  @Test
  void aCallThatNeverEndedIsLeftBehindByTheOneAroundIt() {
    Object s = enter(scan);
    enter(analyze);
    exit(s);
    Object next = enter(scan);
    exit(enter(analyze));
    exit(next);

    assertThat(recorder.scans).hasSize(2);
    assertThat(phases("analyze")).hasSize(1);
  }

  @Test
  void timesAreThoseOfTheWallClock() {
    long before = System.currentTimeMillis();
    Object s = enter(scan);
    exit(enter(ingest));
    exit(s);
    long after = System.currentTimeMillis();

    assertThat(Duration.ofNanos(phase("ingest").startEpochNanos()).toMillis())
        .isBetween(before, after);
  }

  private @Nullable Object enter(int site) {
    return tracker.entered(site, null, null);
  }

  private void exit(@Nullable Object call) {
    if (call != null) {
      tracker.exited(call, null, null);
    }
  }

  private static Object require(@Nullable Object call) {
    return Objects.requireNonNull(call);
  }

  private OpenPhase phase(String name) {
    List<OpenPhase> found = phases(name);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<OpenPhase> phases(String name) {
    return recorder.phases.stream().filter(phase -> phase.name().equals(name)).toList();
  }

  private int site(Interception interception) {
    return sites.numberOf(List.of(interception));
  }

  private Interception rule(Rule.Kind kind, @Nullable String phase, boolean nestedEach) {
    Hook hook =
        new Hook(
            Hook.Role.CALL,
            new ClassSelector.SubtypeOf("any", new ClassSelector.Packages(List.of(), List.of())),
            new MethodSelector(new MethodSelector.Named("any"), null),
            List.of(),
            Readings.NONE);
    Rule rule = new Rule(kind, phase, new Rule.Call(hook), nestedEach, new Source("r.yaml", 1, 1));
    return new Interception(rule, hook, troubles);
  }

  /** Keeps what it is told. */
  private static final class Told implements Recorder {
    final List<String> told = new ArrayList<>();
    final List<OpenScan> scans = new ArrayList<>();
    final List<OpenPhase> phases = new ArrayList<>();

    @Override
    public void expectScan() {
      told.add("scan expected");
    }

    @Override
    public void began(OpenScan begun) {
      told.add("scan began");
      scans.add(begun);
    }

    @Override
    public void learned(OpenScan running) {
      told.add("scan learned");
    }

    @Override
    public void began(OpenPhase begun) {
      told.add("phase began");
    }

    @Override
    public void ended(OpenScan over) {
      told.add("scan ended");
    }

    @Override
    public void ended(OpenPhase over) {
      told.add("phase ended");
      phases.add(over);
    }

    @Override
    public Recorder rehearsal() {
      return new Told();
    }

    @Override
    public void start() {}

    @Override
    public void workOff() {}

    @Override
    public boolean sleep(long mostNanos) {
      return false;
    }

    @Override
    public void runsLong(OpenPhase phase) {}

    @Override
    public void close(List<OpenScan> open, Duration timeout) {}
  }

  private static final class Troubles implements TelemetryListener {
    final List<Rule> orphans = new ArrayList<>();

    @Override
    public void phaseOrphaned(Rule rule) {
      orphans.add(rule);
    }

    @Override
    public void scanMissing(Rule rule, String key, String why) {
      throw new AssertionError(key + " " + why);
    }

    @Override
    public void neverEnded(Rule rule) {
      throw new AssertionError(rule);
    }

    @Override
    public void scanRefused() {}

    @Override
    public void notRecorded(long refusedScans, int events) {}

    @Override
    public void expressionFailed(Rule rule, Expression expression, String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void spanFailed(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void telemetryFailed(Throwable cause) {
      throw new AssertionError(cause);
    }
  }
}
