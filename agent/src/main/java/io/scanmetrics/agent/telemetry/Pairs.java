package io.scanmetrics.agent.telemetry;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the calls mean that begin a scan or phase, and those that end it, maybe on another thread:
 * the part of the {@link CallTracker} for rules with {@code start} and {@code end}. Any thread.
 */
final class Pairs {
  private final ScanTracker scans;
  private final PhaseTracker phases;

  Pairs(ScanTracker scans, PhaseTracker phases) {
    this.scans = scans;
    this.phases = phases;
  }

  /** A call of either half begins; {@code null} if its end does not matter. */
  @Nullable OpenCall begin(Interception interception, CallStack stack) {
    if (interception.role() == Hook.Role.END || interception.keyIsReadAtEnd()) {
      return new OpenHalf(interception, stack);
    }
    Map<String, Object> attributes = CallReader.attributes(interception, stack);
    Execution begun = start(interception, attributes, stack, System.nanoTime());
    return begun == null || interception.readings().atEnd().isEmpty()
        ? null
        : new OpenCall(interception, begun, stack);
  }

  /** A call of either half ends. */
  void end(OpenCall call, CallStack stack, long now) {
    Interception interception = call.interception;
    Execution begun = call.execution();
    if (begun == null) {
      end((OpenHalf) call, stack, now);
    } else {
      scans.learned(begun, CallReader.attributesAtEnd(interception, stack));
    }
  }

  private void end(OpenHalf call, CallStack stack, long now) {
    Interception interception = call.interception;
    if (interception.role() == Hook.Role.END) {
      finish(call, stack, now);
    } else if (stack.error() == null) {
      Map<String, Object> attributes = new LinkedHashMap<>(call.early());
      attributes.putAll(CallReader.attributesAtEnd(interception, stack));
      start(interception, attributes, stack, call.beganAt);
    }
  }

  private @Nullable Execution start(
      Interception interception, Map<String, Object> attributes, CallStack stack, long at) {
    return interception.rule().kind() == Rule.Kind.SCAN
        ? startScan(interception, attributes, stack, at)
        : startPhase(interception, attributes, stack, at);
  }

  /** A scan has its key for its id, unless the rule says otherwise. */
  private @Nullable OpenScan startScan(
      Interception interception, Map<String, Object> attributes, CallStack stack, long at) {
    String key = CallReader.key(interception, stack);
    if (key == null || scans.ofKey(key) != null) {
      return null;
    }
    Map<String, Object> all = new LinkedHashMap<>(attributes);
    all.putIfAbsent(ScanAttribute.SCAN_ID.key(), key);
    OpenScan scan = scans.open(interception, all, stack, true);
    if (scan != null) {
      scans.begunUntilEnded(scan, key, at, interception.rule());
    }
    return scan;
  }

  private @Nullable OpenPhase startPhase(
      Interception interception, Map<String, Object> attributes, CallStack stack, long at) {
    OpenPhase phase = phases.open(interception, attributes, stack);
    if (phase != null) {
      phases.begun(phase, at);
      phases.await(phase, interception.rule());
    }
    return phase;
  }

  private void finish(OpenHalf call, CallStack stack, long now) {
    Execution ending = call.ending == null ? ending(call.interception, stack) : call.ending;
    if (ending instanceof OpenScan scan) {
      scans.end(scan, call, stack, now);
    } else if (ending instanceof OpenPhase phase) {
      phases.end(phase, call, stack, now);
    }
  }

  /**
   * What a call of the second half ends; {@code null} if nothing waits for that. A phase that is
   * found here waits no more.
   */
  private @Nullable Execution ending(Interception interception, CallStack stack) {
    if (interception.rule().kind() == Rule.Kind.SCAN) {
      return scans.ofKey(CallReader.key(interception, stack));
    }
    OpenScan scan = phases.scanOf(interception, stack);
    return scan == null ? null : scan.awaited(interception.rule());
  }

  /**
   * A call of either half has returned a future, which may be done by a thread that is in the
   * middle of something else: what belongs to the call by where it was made is found now.
   *
   * @return whether the end of the future matters
   */
  boolean returned(OpenCall call, CallStack stack) {
    Interception interception = call.interception;
    if (call instanceof OpenHalf half
        && interception.role() == Hook.Role.END
        && !interception.keyIsReadAtEnd()) {
      half.ending = ending(interception, stack);
      return half.ending != null;
    }
    return true;
  }
}
