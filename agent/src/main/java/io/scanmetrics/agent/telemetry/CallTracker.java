package io.scanmetrics.agent.telemetry;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.bridge.ScanBridge;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.Rule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers the bridge: decides at each call of a woven method what it means for which scan, reads
 * what the rules want to know, and puts what has happened on the span queue.
 *
 * <p>Runs on the application's threads. Takes no lock that is held for long, waits for nothing, and
 * keeps no object of the application beyond the end of the call.
 */
public final class CallTracker extends ScanBridge {
  private final Sites sites;
  private final CallStacks stacks;
  private final TaskFollower tasks;
  private final OpenScans scans;
  private final SpanQueue queue;
  private final SpanMaker spans;
  private final TelemetryListener listener;
  private final Pairs pairs;
  private volatile @Nullable Interception process;

  CallTracker(
      Sites sites,
      WaitingTasks waiting,
      OpenScans scans,
      SpanQueue queue,
      SpanMaker spans,
      TelemetryListener listener) {
    this.sites = sites;
    this.stacks = new CallStacks(waiting);
    this.tasks = new TaskFollower(stacks, waiting);
    this.scans = scans;
    this.queue = queue;
    this.spans = spans;
    this.listener = listener;
    this.pairs = new Pairs(this, scans);
  }

  /** See {@link TaskFollower#weaveWith}. */
  void followWith(Runnable weaving) {
    tasks.weaveWith(weaving);
  }

  @Override
  protected @Nullable Object entered(
      int site, @Nullable Object self, @Nullable Object @Nullable [] arguments) {
    CallStack stack = stacks.ofThread();
    if (stack.isReading()) {
      return null;
    }
    OpenCall opened = null;
    stack.beginReading(self, arguments, null, null);
    try {
      for (Interception interception : sites.at(site)) {
        if (CallReader.applies(interception, stack)) {
          OpenCall call = begin(interception, stack);
          if (call != null) {
            call.alongside = opened;
            opened = call;
          }
        }
      }
    } finally {
      stack.endReading();
    }
    return opened;
  }

  @Override
  protected void exited(Object token, @Nullable Object result, @Nullable Throwable thrown) {
    long now = System.nanoTime();
    CallStack stack = stacks.ofThread();
    // A method that throws has no result; where that is a number, the advice hands over a zero.
    Object returned = thrown == null ? result : null;
    for (OpenCall call = (OpenCall) token; call != null; call = call.alongside) {
      stack.pop(call);
      stack.beginReading(call.self, call.arguments, returned, thrown);
      try {
        end(call, stack, now);
      } finally {
        stack.endReading();
      }
    }
  }

  @Override
  protected void handedOver(int way, @Nullable Object to, Object task) {
    tasks.handedOver(way, to, task);
  }

  @Override
  protected void takenUp(int way, @Nullable Object from, @Nullable Object task) {
    tasks.takenUp(way, from, task);
  }

  @Override
  protected void laidDown(int way, @Nullable Object rest, Object task) {
    tasks.laidDown(way, rest, task);
  }

  private @Nullable OpenCall begin(Interception interception, CallStack stack) {
    if (interception.role() != Hook.Role.CALL) {
      return pairs.begin(interception, stack);
    }
    return interception.rule().kind() == Rule.Kind.SCAN
        ? beginScan(interception, stack)
        : beginPhase(interception, stack);
  }

  private void end(OpenCall call, CallStack stack, long now) {
    if (call.interception.role() != Hook.Role.CALL) {
      pairs.end(call, stack, now);
    } else if (call.execution() instanceof OpenPhase phase) {
      end(phase, call, stack, now);
    } else if (call.execution() instanceof OpenScan scan) {
      end(scan, call, stack, now);
    }
  }

  /** A scan that is one call. Inside another scan it is that scan, unless it says otherwise. */
  private @Nullable OpenCall beginScan(Interception interception, CallStack stack) {
    OpenScan scan = openScan(interception, CallReader.attributes(interception, stack), stack, null);
    if (scan == null) {
      return null;
    }
    OpenCall call = OpenCall.of(interception, scan, stack);
    stack.push(call);
    begun(scan, System.nanoTime());
    return call;
  }

  /** From here on an opened scan's time runs. */
  void begun(OpenScan scan, long at) {
    scan.startedAt = at;
    queue.add(new SpanMaker.ScanBegan(spans, scan));
  }

  /**
   * Opens a scan, unless it is the one that the thread is in already; {@link #begun} is next.
   *
   * @param key by which other calls find it; {@code null} if it is one call
   */
  @Nullable OpenScan openScan(
      Interception interception,
      Map<String, Object> attributes,
      CallStack stack,
      @Nullable String key) {
    OpenScan outer = stack.currentScan() == null ? scans.process() : stack.currentScan();
    if (outer != null && key == null) {
      Object id = attributes.get(ScanAttribute.SCAN_ID.key());
      if (id == null || id.equals(outer.id())) {
        return null;
      }
    }
    tasks.begin();
    OpenScan scan = new OpenScan(interception.rule(), attributes, outer);
    scans.add(scan, key);
    return scan;
  }

  /** The scan of {@code scope: jvm} begins with the agent. */
  void beginProcess(Rule rule, Readings readings) {
    Interception interception = new Interception(rule, readings, listener);
    CallStack stack = stacks.ofThread();
    stack.beginReading(null, null, null, null);
    try {
      OpenScan scan = new OpenScan(rule, CallReader.attributes(interception, stack), null);
      process = interception;
      scans.addProcess(scan);
      begun(scan, System.nanoTime());
    } finally {
      stack.endReading();
    }
  }

  /** The JVM ends, and with it the scan of {@code scope: jvm}. */
  void endProcess() {
    OpenScan scan = scans.process();
    Interception interception = process;
    if (scan == null || interception == null) {
      return;
    }
    long now = System.nanoTime();
    CallStack stack = stacks.ofThread();
    stack.beginReading(null, null, null, null);
    try {
      end(scan, OpenCall.of(interception, scan, stack), stack, now);
    } finally {
      stack.endReading();
    }
  }

  /** Ends a scan, unless somebody else does. */
  void end(OpenScan scan, OpenCall call, CallStack stack, long now) {
    if (!scan.end()) {
      return;
    }
    stack.readingOf(scan);
    scan.endedAt = now;
    scan.lateAttributes = CallReader.lateAttributes(scan, call, stack);
    scan.learn(scan.lateAttributes);
    scan.failure = CallReader.failure(call.interception, stack);
    if (scan.failure == null && scan == scans.process() && scan.aPhaseFailed) {
      scan.failure = new Failure(null, null);
    }
    scans.remove(scan);
    scan.watchNoMore();
    queue.add(new SpanMaker.Ended(spans, scan, scan));
  }

  private @Nullable OpenCall beginPhase(Interception interception, CallStack stack) {
    OpenPhase phase = openPhase(interception, null, stack);
    if (phase == null) {
      return null;
    }
    OpenCall call = OpenCall.of(interception, phase, stack);
    stack.push(call);
    stack.began(phase);
    phase.startedAt = System.nanoTime();
    return call;
  }

  /**
   * Opens an execution, unless it is part of one that the thread is in already.
   *
   * @param early its attributes, if they have been read; {@code null} to read them now
   */
  @Nullable OpenPhase openPhase(
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
    return new OpenPhase(name, scan, stack.currentPhase(scan), attributes);
  }

  /** Ends an execution. */
  void end(OpenPhase phase, OpenCall call, CallStack stack, long now) {
    stack.readingOf(phase.scan());
    phase.endedAt = now;
    phase.lateAttributes = CallReader.lateAttributes(phase, call, stack);
    phase.scan().learn(phase.lateAttributes);
    phase.failure = CallReader.failure(call.interception, stack);
    if (phase.failure != null) {
      phase.scan().aPhaseFailed = true;
    }
    queue.add(new SpanMaker.Ended(spans, phase.scan(), phase));
  }

  /** The scan that a call belongs to, by its key or else by its context. */
  @Nullable OpenScan scanOf(Interception interception, CallStack stack) {
    if (interception.readings().scanId() == null) {
      return scanHere(stack);
    }
    String key = CallReader.key(interception, stack);
    return key == null ? null : scans.byKey(key);
  }

  private @Nullable OpenScan scanHere(CallStack stack) {
    OpenScan scan = stack.currentScan();
    return scan == null ? scans.process() : scan;
  }
}
