package io.scanmetrics.agent.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends executions of phases, at the calls that say so, and finds their scans. Runs on
 * the application's threads.
 */
final class PhaseTracker {
  private final OpenScans scans;
  private final Recorder recorder;
  private final TaskFollower tasks;
  private final TelemetryListener listener;

  PhaseTracker(OpenScans scans, Recorder recorder, TaskFollower tasks, TelemetryListener listener) {
    this.scans = scans;
    this.recorder = recorder;
    this.tasks = tasks;
    this.listener = listener;
  }

  /**
   * Opens an execution, unless it is part of one that the thread is in already. Its clock is the
   * caller's to start.
   *
   * @param early its attributes, if they have been read; {@code null} to read them now
   */
  @Nullable OpenPhase open(
      Interception interception, @Nullable Map<String, Object> early, CallStack stack) {
    OpenScan scan = scanOf(interception, stack);
    if (scan == null) {
      listener.phaseOrphaned(interception.rule());
      return null;
    }
    tasks.begin();
    String name = interception.phaseName();
    if (!interception.rule().nestedEach() && stack.isInside(scan, name)) {
      return null;
    }
    stack.readingOf(scan);
    Map<String, Object> attributes =
        early == null ? CallReader.attributes(interception, stack) : early;
    scan.learn(attributes);
    return new OpenPhase(name, scan, OpenPhase.running(stack.currentPhase(scan)), attributes);
  }

  /** Ends an execution. */
  void end(OpenPhase phase, OpenCall call, CallStack values, long now) {
    values.readingOf(phase.scan());
    phase.endedAt = now;
    phase.lateAttributes = CallReader.lateAttributes(phase, call, values);
    phase.scan().learn(phase.lateAttributes);
    phase.failure = CallReader.failure(call.interception, values);
    if (phase.failure != null) {
      phase.scan().aPhaseFailed = true;
    }
    recorder.ended(phase);
  }

  /** The scan that a call belongs to, by its key or else by its context. */
  @Nullable OpenScan scanOf(Interception interception, CallStack stack) {
    if (interception.readings().scanId() == null) {
      OpenScan scan = stack.currentScan();
      return scan == null ? scans.process() : scan;
    }
    String key = CallReader.key(interception, stack);
    return key == null ? null : scans.byKey(key);
  }
}
