package io.scanmetrics.agent.telemetry;

import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Source;
import io.scanmetrics.agent.rules.expression.Expression;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a scan that does not happen, for the first that does to find its classes loaded and
 * its expressions compiled: the scanner's first calls would have to wait for that, a hundred times
 * as long as later ones. Runs on the agent's thread, while the class is still being woven whose
 * calls are to come, and touches nothing that is real.
 */
final class Rehearsal implements TelemetryListener {
  private final Sites sites = new Sites();
  private final CallTracker tracker;

  private Rehearsal(Recorder recorder) {
    this.tracker =
        new CallTracker(
            sites,
            new OpenScans(),
            new ExpectedScans(Duration.ZERO, System::nanoTime, () -> {}, this),
            recorder.rehearsal(),
            CarriedContext.NONE,
            this);
  }

  /**
   * What fails here is not told: it will fail again, where it matters.
   *
   * @param recorder whose rehearsal is told of it
   */
  static void of(List<Interception> interceptions, Recorder recorder) {
    try {
      for (Interception interception : interceptions) {
        interception.readings().prepare();
      }
      Rehearsal rehearsal = new Rehearsal(recorder);
      rehearsal.tracker.rehearse(rehearsal::run);
    } catch (RuntimeException | LinkageError e) {
      // The first scan will have to do without.
    }
  }

  private void run() {
    Object scan = enter(Rule.Kind.SCAN);
    Object phase = enter(Rule.Kind.PHASE);
    if (scan != null && phase != null) {
      tracker.exited(phase, null, new IllegalStateException("rehearsed"));
      tracker.exited(scan, null, null);
    }
  }

  private @Nullable Object enter(Rule.Kind kind) {
    Source nowhere = new Source("", 1, 1);
    Rule rule = new Rule(kind, "rehearsed", new Rule.WholeJvm(Readings.NONE), false, nowhere);
    Interception interception = new Interception(rule, Readings.NONE, this);
    return tracker.entered(sites.numberOf(List.of(interception)), null, null);
  }

  @Override
  public void phaseOrphaned(Rule rule) {}

  @Override
  public void scanMissing(Rule rule, String key, String why) {}

  @Override
  public void neverEnded(Rule rule) {}

  @Override
  public void scanRefused() {}

  @Override
  public void notRecorded(long refusedScans, int events) {}

  @Override
  public void expressionFailed(Rule rule, Expression expression, String reason) {}

  @Override
  public void spanFailed(Throwable cause) {}

  @Override
  public void telemetryFailed(Throwable cause) {}
}
