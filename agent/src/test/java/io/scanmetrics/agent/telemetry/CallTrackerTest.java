package io.scanmetrics.agent.telemetry;

import static io.opentelemetry.api.trace.SpanKind.INTERNAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.scanmetrics.agent.recording.PrivateRecorder;
import io.scanmetrics.agent.rules.ClassSelector;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.MethodSelector;
import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Source;
import io.scanmetrics.agent.rules.expression.Expression;
import io.scanmetrics.agent.spans.SpanHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallTrackerTest {
  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .build();
  private final Troubles troubles = new Troubles();
  private final Sites sites = new Sites();
  private final OpenScans scans = new OpenScans();
  private final Recorder recorder = new PrivateRecorder(() -> new Host(sdk), troubles);
  private final ExpectedScans expected =
      new ExpectedScans(Duration.ZERO, () -> 0, () -> {}, troubles);
  private final CallTracker tracker = new CallTracker(sites, scans, expected, recorder, troubles);

  private final int scan = site(rule(Rule.Kind.SCAN, null, false));
  private final int ingest = site(rule(Rule.Kind.PHASE, "ingest", false));
  private final int analyze = site(rule(Rule.Kind.PHASE, "analyze", false));
  private final int each = site(rule(Rule.Kind.PHASE, "vex", true));

  @AfterEach
  void close() {
    sdk.close();
  }

  @Test
  void aScanIsARootSpanAndItsPhasesAreItsChildren() {
    Object s = enter(scan);
    exit(enter(ingest));
    exit(s);

    SpanData root = span("scan");
    SpanData phase = span("ingest");
    assertThat(root.getParentSpanId()).isEqualTo(SpanId.getInvalid());
    assertThat(root.getKind()).isEqualTo(INTERNAL);
    assertThat(phase.getParentSpanId()).isEqualTo(root.getSpanId());
    assertThat(phase.getAttributes().get(AttributeKey.stringKey("scan.phase.name")))
        .isEqualTo("ingest");
    assertThat(phase.getStartEpochNanos()).isGreaterThanOrEqualTo(root.getStartEpochNanos());
    assertThat(phase.getEndEpochNanos()).isLessThanOrEqualTo(root.getEndEpochNanos());
  }

  @Test
  void aPhaseInsideAnotherIsItsChild() {
    Object s = enter(scan);
    Object a = enter(analyze);
    exit(enter(ingest));
    exit(a);
    exit(s);

    assertThat(span("ingest").getParentSpanId()).isEqualTo(span("analyze").getSpanId());
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
    assertThat(spans("analyze")).hasSize(1);
  }

  @Test
  void aPhaseInsideItselfCountsEachTimeIfItsRuleSaysSo() {
    Object s = enter(scan);
    Object outer = enter(each);
    exit(enter(each));
    exit(outer);
    exit(s);

    assertThat(spans("vex")).hasSize(2);
  }

  @Test
  void aScanInsideAScanIsTheSameScan() {
    Object outer = enter(scan);
    Object inner = enter(scan);
    exit(inner);
    exit(outer);

    assertThat(inner).isNull();
    assertThat(spans("scan")).hasSize(1);
  }

  @Test
  void aPhaseOutsideAnyScanIsNamed() {
    assertThat(enter(ingest)).isNull();

    assertThat(troubles.orphans).hasSize(1);
    assertThat(spans("ingest")).isEmpty();
  }

  @Test
  void anExceptionMakesAPhaseFailWithItsClassAndMessage() {
    Object s = enter(scan);
    tracker.exited(require(enter(ingest)), null, new IllegalStateException("no such layer"));
    exit(s);

    SpanData phase = span("ingest");
    assertThat(phase.getStatus())
        .isEqualTo(StatusData.create(StatusData.error().getStatusCode(), "no such layer"));
    assertThat(phase.getAttributes().get(AttributeKey.stringKey("error.type")))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(phase.getEvents())
        .singleElement()
        .satisfies(e -> assertThat(e.getName()).isEqualTo("exception"));
    assertThat(span("scan").getStatus()).isEqualTo(StatusData.unset());
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

    assertThat(span("ingest").getStatus()).isEqualTo(StatusData.error());
  }

  @Test
  void aCallThatNeverEndedIsLeftBehindByTheOneAroundIt() {
    Object s = enter(scan);
    enter(analyze);
    exit(s);
    Object next = enter(scan);
    exit(enter(analyze));
    exit(next);

    assertThat(spans("scan")).hasSize(2);
    assertThat(spans("analyze")).hasSize(1);
  }

  @Test
  void everythingBeforeTheSdkIsReadyKeepsTheTimesAtWhichItHappened() {
    long before = System.currentTimeMillis();
    Object s = enter(scan);
    exit(enter(ingest));
    exit(s);
    long after = System.currentTimeMillis();

    assertThat(Duration.ofNanos(span("ingest").getStartEpochNanos()).toMillis())
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

  private SpanData span(String name) {
    List<SpanData> found = spans(name);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<SpanData> spans(String name) {
    recorder.workOff();
    return exporter.getFinishedSpanItems().stream().filter(s -> s.getName().equals(name)).toList();
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

  private record Host(OpenTelemetry openTelemetry) implements SpanHost {
    @Override
    public void abortOpenScans() {}

    @Override
    public void close(Duration timeout) {}
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
