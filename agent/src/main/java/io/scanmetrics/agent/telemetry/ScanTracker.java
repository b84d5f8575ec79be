package io.scanmetrics.agent.telemetry;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.rules.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Begins and ends scans, at the calls that say so. Runs on the application's threads. */
final class ScanTracker {
  private final OpenScans scans;
  private final ExpectedScans expected;
  private final Recorder recorder;
  private final TaskFollower tasks;
  private final TelemetryListener listener;
  private volatile @Nullable Interception process;
  private volatile Map<String, Object> constants = Map.of();

  ScanTracker(
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

  /** What every scan has that begins from here on, unless its rule says otherwise. */
  void give(Map<String, Object> everyScan) {
    constants = Map.copyOf(everyScan);
  }

  /** The scan of that key; {@code null} if none is open. */
  @Nullable OpenScan ofKey(@Nullable String key) {
    return key == null ? null : scans.open(key);
  }

  /**
   * Opens a scan, unless it is the one that the thread is in already; {@link #begun} is next.
   *
   * @param own whether it is a scan of its own in any case
   */
  @Nullable OpenScan open(
      Interception interception, Map<String, Object> attributes, CallStack stack, boolean own) {
    OpenScan around = stack.currentScan();
    // Inside a phase that waits for its scan, a scan is not inside another one.
    OpenScan outer = around == null || around.expected() != null ? scans.process() : around;
    if (outer != null && !own) {
      Object id = attributes.get(ScanAttribute.SCAN_ID.key());
      if (id == null || isSame(id, outer.id())) {
        return null;
      }
    }
    tasks.begin();
    OpenScan scan = new OpenScan(withConstants(attributes), outer);
    scan.isOf(interception.rule());
    scans.add(scan);
    recorder.expectScan();
    return scan;
  }

  /** An id is a text in the end, whatever one expression or another gives. */
  private static boolean isSame(Object id, @Nullable Object other) {
    return other != null && id.toString().equals(other.toString());
  }

  /**
   * From that time on an opened scan runs.
   *
   * @param key by which other calls find it; {@code null} if it is one call
   */
  void begun(OpenScan scan, @Nullable String key, long at) {
    scan.startedAt = at;
    recorder.began(scan);
    for (String name : scans.name(scan, key)) {
      for (OpenPhase phase : expected.met(name, scan)) {
        recorder.ended(phase);
      }
    }
  }

  /**
   * As {@link #begun}, of a scan that another call will end, or none: of very many, the first is
   * given up.
   */
  void begunUntilEnded(OpenScan scan, String key, long at, Rule rule) {
    begun(scan, key, at);
    OpenScan surplus = scans.await(scan);
    if (surplus != null) {
      listener.neverEnded(rule);
      abandon(surplus);
    }
  }

  /**
   * The scan of {@code scope: jvm} begins, with the agent.
   *
   * @param values of no call
   */
  void beginProcess(Interception interception, CallStack values) {
    OpenScan scan = new OpenScan(withConstants(CallReader.attributes(interception, values)), null);
    process = interception;
    scans.addProcess(scan);
    begun(scan, null, System.nanoTime());
  }

  /**
   * The scan of {@code scope: jvm} ends: with the JVM, or because no rule means it any more.
   *
   * @param values of no call
   */
  void endProcess(CallStack values) {
    OpenScan scan = scans.process();
    Interception interception = process;
    if (scan != null && interception != null) {
      end(scan, new OpenCall(interception, scan, values), values, System.nanoTime());
    }
  }

  /** Ends a scan, unless somebody else does. */
  void end(OpenScan scan, OpenCall call, CallStack values, long now) {
    if (!scan.end()) {
      return;
    }
    values.readingOf(scan);
    scan.endedAt = now;
    scan.lateAttributes = CallReader.lateAttributes(scan, call, values);
    scan.learn(scan.lateAttributes);
    scan.failure = CallReader.failure(call.interception, values, true);
    if (scan.failure == null && scan == scans.process() && scan.aPhaseFailed) {
      scan.failure = CallReader.failureOfPart(call.interception, values);
    }
    over(scan);
  }

  /** More has come to light of a scan, or of one of its phases, by the call that has begun it. */
  void learned(Execution begun, Map<String, Object> attributes) {
    begun.startAttributes(attributes);
    begun.scan().learn(attributes);
    if (begun instanceof OpenScan scan) {
      recorder.learned(scan);
    }
  }

  /** Ends a scan whose own end cannot come any more. */
  void abandon(OpenScan scan) {
    if (scan.end()) {
      scan.endedAt = System.nanoTime();
      scan.lateAttributes = scan.startAttributes();
      scan.failure = Failure.ABANDONED;
      over(scan);
    }
  }

  private Map<String, Object> withConstants(Map<String, Object> attributes) {
    Map<String, Object> given = constants;
    if (given.isEmpty()) {
      return attributes;
    }
    Map<String, Object> all = new LinkedHashMap<>(given);
    all.putAll(attributes);
    return all;
  }

  private void over(OpenScan scan) {
    scans.remove(scan);
    scan.watchNoMore();
    recorder.ended(scan);
  }
}
