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
  private final CallTracker calls;
  private final OpenScans scans;

  Pairs(CallTracker calls, OpenScans scans) {
    this.calls = calls;
    this.scans = scans;
  }

  /** A call of either half begins; {@code null} if its end does not matter. */
  @Nullable OpenCall begin(Interception interception, CallStack stack) {
    if (interception.role() == Hook.Role.END || interception.keyIsReadAtEnd()) {
      return OpenCall.half(interception, stack);
    }
    Map<String, Object> attributes = CallReader.attributes(interception, stack);
    Execution begun = start(interception, attributes, stack, System.nanoTime());
    return begun == null || interception.readings().atEnd().isEmpty()
        ? null
        : OpenCall.of(interception, begun, stack);
  }

  /** A call of either half ends. */
  void end(OpenCall call, CallStack stack, long now) {
    Interception interception = call.interception;
    Execution begun = call.execution();
    if (interception.role() == Hook.Role.END) {
      finish(call, stack, now);
    } else if (begun != null) {
      begun.startAttributes = CallReader.attributesAtEnd(interception, stack);
      begun.scan().learn(begun.startAttributes);
    } else if (stack.error() == null) {
      Map<String, Object> attributes = new LinkedHashMap<>(call.early);
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
    if (key == null || scans.byKey(key) != null) {
      return null;
    }
    Map<String, Object> all = new LinkedHashMap<>(attributes);
    all.putIfAbsent(ScanAttribute.SCAN_ID.key(), key);
    OpenScan scan = calls.openScan(interception, all, stack, key);
    if (scan != null) {
      calls.begun(scan, at);
    }
    return scan;
  }

  private @Nullable OpenPhase startPhase(
      Interception interception, Map<String, Object> attributes, CallStack stack, long at) {
    OpenPhase phase = calls.openPhase(interception, attributes, stack);
    if (phase != null) {
      phase.startedAt = at;
      phase.scan().await(interception.rule(), phase);
    }
    return phase;
  }

  private void finish(OpenCall call, CallStack stack, long now) {
    Interception interception = call.interception;
    if (interception.rule().kind() == Rule.Kind.SCAN) {
      String key = CallReader.key(interception, stack);
      OpenScan scan = key == null ? null : scans.byKey(key);
      if (scan != null) {
        calls.end(scan, call, stack, now);
      }
      return;
    }
    OpenScan scan = calls.scanOf(interception, stack);
    OpenPhase phase = scan == null ? null : scan.awaited(interception.rule());
    if (phase != null) {
      calls.end(phase, call, stack, now);
    }
  }
}
