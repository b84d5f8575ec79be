package io.scanmetrics.agent.telemetry;

import io.scanmetrics.agent.rules.Rule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends executions of phases, at the calls that say so, and finds their scans. Runs on
 * the application's threads.
 */
final class PhaseTracker {
  private final OpenScans scans;
  private final ExpectedScans expected;
  private final Recorder recorder;
  private final TaskFollower tasks;
  private final TelemetryListener listener;

  PhaseTracker(
      OpenScans scans,
      ExpectedScans expected,
      Recorder recorder,
      TaskFollower tasks,
      TelemetryListener listener) {
    this.scans = scans;
    this.expected = expected;
    this.recorder = recorder;
    this.tasks = tasks;
    this.listener = listener;
  }

  /**
   * Opens an execution, unless it is part of one that the thread is in already. {@link #begun} is
   * next.
   *
   * @param early its attributes, if they have been read; {@code null} to read them now
   */
  @Nullable OpenPhase open(
      Interception interception, @Nullable Map<String, Object> early, CallStack stack) {
    boolean named = interception.readings().scanId() != null;
    String key = named ? CallReader.key(interception, stack) : null;
    OpenScan known = named ? scanOf(key) : scanAround(stack);
    String name = interception.phaseName();
    if (known != null && !interception.rule().nestedEach() && stack.isInside(known, name)) {
      return null;
    }
    OpenScan scan = running(known, key, interception.rule());
    if (scan == null) {
      return null;
    }
    tasks.begin();
    stack.readingOf(scan);
    Map<String, Object> attributes =
        early == null ? CallReader.attributes(interception, stack) : early;
    if (interception.tellsOfScan) {
      scan.learn(attributes);
    }
    boolean surplus = early == null && isSurplus(interception, scan, name);
    return new OpenPhase(name, scan, stack.currentPhase(scan), surplus, attributes);
  }

  private boolean isSurplus(Interception interception, OpenScan scan, String name) {
    return scan.expected() == null
        && !interception.namesScan
        && scan.hasBegun(name, recorder.mostToldApart());
  }

  /** From that time on an opened execution runs. */
  void begun(OpenPhase phase, long at) {
    phase.startedAt = at;
    recorder.began(phase);
  }

  /** An execution has begun that another call will end. */
  void await(OpenPhase phase, Rule rule) {
    if (phase.scan().await(rule, phase)) {
      listener.neverEnded(rule);
    }
  }

  /** Ends an execution. */
  void end(OpenPhase phase, OpenCall call, CallStack values, long now) {
    values.readingOf(phase.scan());
    phase.endedAt = now;
    phase.lateAttributes = CallReader.lateAttributes(phase, call, values);
    phase.scan().learn(phase.lateAttributes);
    phase.failure = CallReader.failure(call.interception, values, !phase.isSurplus());
    if (phase.failure != null) {
      phase.scan().aPhaseFailed = true;
    }
    ExpectedScan waitedFor = phase.scan().expected();
    if (waitedFor == null || !waitedFor.keeps(phase)) {
      tell(phase, values.crowds());
    }
  }

  private void tell(OpenPhase phase, Crowds crowds) {
    if (!Crowd.admits(phase)) {
      recorder.ended(phase);
    } else if (!crowds.join(phase)) {
      Crowd crowd = new Crowd(phase);
      crowds.add(crowd);
      recorder.began(crowd);
    }
  }

  /** The scan that a call belongs to, by its key or else by its context. */
  @Nullable OpenScan scanOf(Interception interception, CallStack stack) {
    if (interception.readings().scanId() == null) {
      return scanAround(stack);
    }
    return scanOf(CallReader.key(interception, stack));
  }

  /**
   * A scan that has begun, or else, for a phase that waits for it, what stands in for it.
   *
   * @param key by which the phase names its scan, {@code null} if it does not
   * @return {@code null} if the phase is an orphan, which is told
   */
  private @Nullable OpenScan running(@Nullable OpenScan known, @Nullable String key, Rule rule) {
    ExpectedScan around = known == null ? null : known.expected();
    String awaited = around == null ? key : around.key();
    if (known != null && around == null) {
      return known.itself();
    }
    if (awaited == null) {
      listener.phaseOrphaned(rule);
      return null;
    }
    OpenScan standIn = expected.admit(awaited, rule);
    OpenScan begun = scans.open(awaited);
    if (standIn != null && begun != null) {
      // It has begun at this very moment, and did not see that it is expected.
      expected.met(awaited, begun).forEach(recorder::ended);
    }
    return standIn == null ? null : standIn.itself();
  }

  private @Nullable OpenScan scanAround(CallStack stack) {
    OpenScan scan = stack.currentScan();
    return scan == null ? scans.process() : scan;
  }

  private @Nullable OpenScan scanOf(@Nullable String key) {
    if (key == null) {
      return null;
    }
    OpenScan scan = scans.byKey(key);
    return scan == null ? expected.standIn(key) : scan;
  }
}
