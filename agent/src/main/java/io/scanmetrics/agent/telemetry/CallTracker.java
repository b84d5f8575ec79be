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
  protected void exited(Object token, @Nullable Object returned, @Nullable Throwable thrown) {
    long now = System.nanoTime();
    CallStack stack = stacks.ofThread();
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
    boolean scan = interception.rule().kind() == Rule.Kind.SCAN;
    return switch (interception.role()) {
      case CALL -> scan ? beginScan(interception, stack) : beginPhase(interception, stack);
      case START -> {
        if (scan) {
          startScan(interception, stack);
        } else {
          startPhase(interception, stack);
        }
        yield null;
      }
      case END -> new OpenCall(interception, null, stack);
    };
  }

  private void end(OpenCall call, CallStack stack, long now) {
    Interception interception = call.interception;
    if (interception.role() == Hook.Role.END) {
      if (interception.rule().kind() == Rule.Kind.SCAN) {
        finishScan(interception, stack, now);
      } else {
        finishPhase(interception, stack, now);
      }
    } else if (call.execution() instanceof OpenPhase phase) {
      end(phase, interception, stack, now);
    } else if (call.execution() instanceof OpenScan scan) {
      end(scan, interception, stack, now);
    }
  }

  /** A scan that is one call. Inside another scan it is that scan, unless it says otherwise. */
  private @Nullable OpenCall beginScan(Interception interception, CallStack stack) {
    OpenScan scan = openScan(interception, stack, null);
    if (scan == null) {
      return null;
    }
    OpenCall call = new OpenCall(interception, scan, stack);
    stack.push(call);
    return call;
  }

  /** A scan that another call will end, maybe on another thread. */
  private void startScan(Interception interception, CallStack stack) {
    String key = CallReader.key(interception, stack);
    if (key != null && scans.byKey(key) == null) {
      openScan(interception, stack, key);
    }
  }

  private void finishScan(Interception interception, CallStack stack, long now) {
    String key = CallReader.key(interception, stack);
    OpenScan scan = key == null ? null : scans.byKey(key);
    if (scan != null) {
      end(scan, interception, stack, now);
    }
  }

  private @Nullable OpenScan openScan(
      Interception interception, CallStack stack, @Nullable String key) {
    Map<String, Object> attributes =
        CallReader.attributes(interception.readings().atBegin(), interception, stack);
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
    queue.add(new SpanMaker.ScanBegan(spans, scan));
    return scan;
  }

  /** The scan of {@code scope: jvm} begins with the agent. */
  void beginProcess(Rule rule, Readings readings) {
    Interception interception = new Interception(rule, readings, listener);
    CallStack stack = stacks.ofThread();
    stack.beginReading(null, null, null, null);
    try {
      OpenScan scan =
          new OpenScan(rule, CallReader.attributes(readings.atBegin(), interception, stack), null);
      process = interception;
      scans.addProcess(scan);
      queue.add(new SpanMaker.ScanBegan(spans, scan));
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
      end(scan, interception, stack, now);
    } finally {
      stack.endReading();
    }
  }

  private void end(OpenScan scan, Interception interception, CallStack stack, long now) {
    if (!scan.end()) {
      return;
    }
    stack.readingOf(scan);
    scan.endedAt = now;
    scan.lateAttributes =
        CallReader.attributes(interception.readings().atEnd(), interception, stack);
    scan.learn(scan.lateAttributes);
    scan.failure = CallReader.failure(interception, stack);
    if (scan.failure == null && scan == scans.process() && scan.aPhaseFailed) {
      scan.failure = new Failure(null, null);
    }
    scans.remove(scan);
    scan.watchNoMore();
    queue.add(new SpanMaker.Ended(spans, scan, scan));
  }

  private @Nullable OpenCall beginPhase(Interception interception, CallStack stack) {
    OpenPhase phase = openPhase(interception, stack);
    if (phase == null) {
      return null;
    }
    OpenCall call = new OpenCall(interception, phase, stack);
    stack.push(call);
    stack.began(phase);
    phase.startedAt = System.nanoTime();
    return call;
  }

  /** An execution that another call will end, maybe on another thread. */
  private void startPhase(Interception interception, CallStack stack) {
    OpenPhase phase = openPhase(interception, stack);
    if (phase != null) {
      phase.startedAt = System.nanoTime();
      phase.scan().await(interception.rule(), phase);
    }
  }

  private void finishPhase(Interception interception, CallStack stack, long now) {
    OpenScan scan = scanOf(interception, stack);
    OpenPhase phase = scan == null ? null : scan.awaited(interception.rule());
    if (phase != null) {
      end(phase, interception, stack, now);
    }
  }

  private @Nullable OpenPhase openPhase(Interception interception, CallStack stack) {
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
        CallReader.attributes(interception.readings().atBegin(), interception, stack);
    scan.learn(attributes);
    return new OpenPhase(name, scan, stack.currentPhase(scan), attributes);
  }

  private void end(OpenPhase phase, Interception interception, CallStack stack, long now) {
    stack.readingOf(phase.scan());
    phase.endedAt = now;
    phase.lateAttributes =
        CallReader.attributes(interception.readings().atEnd(), interception, stack);
    phase.scan().learn(phase.lateAttributes);
    phase.failure = CallReader.failure(interception, stack);
    if (phase.failure != null) {
      phase.scan().aPhaseFailed = true;
    }
    queue.add(new SpanMaker.Ended(spans, phase.scan(), phase));
  }

  private @Nullable OpenScan scanOf(Interception interception, CallStack stack) {
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
