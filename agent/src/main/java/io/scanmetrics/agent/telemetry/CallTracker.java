package io.scanmetrics.agent.telemetry;

import io.scanmetrics.agent.bridge.ScanBridge;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.Rule;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers the bridge: decides at each call of a woven method which rules it concerns, and what of
 * scans and phases begins with the call and ends with it, or with the future that it returns.
 *
 * <p>Runs on the application's threads. Takes no lock that is held for long, waits for nothing, and
 * keeps no object of the application beyond the end of the call.
 */
public final class CallTracker extends ScanBridge {
  private final Sites sites;
  private final CallStacks stacks;
  private final CarriedContext carried;
  private final TaskFollower tasks;
  private final ScanTracker scans;
  private final PhaseTracker phases;
  private final Pairs pairs;
  private final Promises promises;
  private final ExpectedScans expected;
  private final TelemetryListener listener;

  CallTracker(
      Sites sites,
      OpenScans open,
      ExpectedScans expected,
      Recorder recorder,
      CarriedContext carried,
      TelemetryListener listener) {
    this.sites = sites;
    this.expected = expected;
    this.carried = carried;
    this.listener = listener;
    WeakTable<Execution> waiting = new WeakTable<>();
    this.stacks = new CallStacks(waiting);
    this.tasks = new TaskFollower(stacks, waiting);
    this.scans = new ScanTracker(open, expected, recorder, tasks, listener);
    this.phases = new PhaseTracker(open, expected, recorder, tasks, listener);
    this.pairs = new Pairs(scans, phases);
    this.promises = new Promises(this::kept, this::broken);
  }

  /** See {@link TaskFollower#weaveWith}. */
  void followWith(JdkWeaving executors) {
    tasks.weaveWith(executors);
  }

  /** Whether the JDK is woven, and no call waits for a future. */
  boolean canRest() {
    return promises.isEmpty() && tasks.isWoven();
  }

  /** See {@link TaskFollower#rest}. */
  void rest() {
    tasks.rest();
  }

  /** See {@link ScanTracker#give}. */
  void give(Map<String, Object> everyScan) {
    scans.give(everyScan);
  }

  /** Forgets what the application has forgotten. Meant for the agent's thread, now and then. */
  void tidyUp() {
    tasks.tidyUp();
    promises.tidyUp();
    expected.tidyUp();
  }

  /** The scan of {@code scope: jvm} begins with the agent. */
  void beginProcess(Rule rule, Readings readings) {
    withoutCall(values -> scans.beginProcess(new Interception(rule, readings, listener), values));
  }

  /** The scan of {@code scope: jvm} ends, if there is one. */
  void endProcess() {
    withoutCall(scans::endProcess);
  }

  /** What this thread calls meanwhile counts as if it were one of the application's. */
  void rehearse(Runnable calls) {
    CallStack stack = stacks.ofThread();
    boolean ours = stack.isOurs();
    stack.countAsOurs(false);
    try {
      calls.run();
    } finally {
      stack.countAsOurs(ours);
    }
  }

  @Override
  protected @Nullable Object entered(
      int site, @Nullable Object self, @Nullable Object @Nullable [] arguments) {
    CallStack stack = stacks.ofThread();
    if (stack.isReading() || stack.isOurs()) {
      return null;
    }
    OpenCall opened = null;
    TaskFrame arrival = arrive(stack);
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
      if (opened == null && arrival != null) {
        stack.pop(arrival);
      }
    }
    if (opened != null) {
      // What is one call begins here: what the agent had to do for it is not part of it.
      begins(opened, arrival, stack, System.nanoTime());
    }
    return opened;
  }

  /** What somebody else has carried to this thread is as a task that it has taken up. */
  private @Nullable TaskFrame arrive(CallStack stack) {
    Execution here = carried.current();
    if (here == null || here == stack.current()) {
      return null;
    }
    TaskFrame arrival = new TaskFrame(carried, here);
    stack.push(arrival);
    return arrival;
  }

  /** In the order in which they were opened: a phase may be part of the scan alongside. */
  private void begins(OpenCall call, @Nullable TaskFrame arrival, CallStack stack, long now) {
    if (call.alongside == null) {
      call.arrival = arrival;
    } else {
      begins(call.alongside, arrival, stack, now);
    }
    Execution execution = call.execution();
    if (call.interception.role() == Hook.Role.CALL && execution != null) {
      if (execution instanceof OpenScan scan) {
        scans.begun(scan, null, now);
      } else if (execution instanceof OpenPhase phase) {
        phases.begun(phase, now);
        stack.began(phase);
      }
      call.leaving = carried.enter(execution);
    }
  }

  /** The calling thread is no longer in that call. */
  private static void leave(OpenCall call, CallStack stack) {
    stack.pop(call);
    if (call.leaving != null) {
      call.leaving.run();
      call.leaving = null;
    }
  }

  /** Nor in what was carried to it for that call. */
  private static void depart(OpenCall call, CallStack stack) {
    if (call.arrival != null) {
      stack.pop(call.arrival);
      call.arrival = null;
    }
  }

  @Override
  protected void exited(Object token, @Nullable Object result, @Nullable Throwable thrown) {
    long now = System.nanoTime();
    CallStack stack = stacks.ofThread();
    // A method that throws has no result; where that is a number, the advice hands over a zero.
    Object returned = thrown == null ? result : null;
    for (OpenCall call = (OpenCall) token; call != null; call = call.alongside) {
      leave(call, stack);
      stack.beginReading(call.self, call.arguments, returned, thrown);
      try {
        end(call, stack, now);
      } finally {
        stack.endReading();
        depart(call, stack);
      }
    }
  }

  @Override
  protected void exitedWithFuture(
      Object token, @Nullable Object returned, @Nullable Throwable thrown) {
    if (thrown != null || returned == null || !promises.canBeKept(returned)) {
      exited(token, returned, thrown);
      return;
    }
    Settled settled = promises.settled(returned);
    if (settled != null) {
      exited(token, settled.value(), settled.error());
      return;
    }
    CallStack stack = stacks.ofThread();
    OpenCall next = (OpenCall) token;
    while (next != null) {
      OpenCall call = next;
      next = call.alongside;
      call.alongside = null;
      leave(call, stack);
      stack.beginReading(call.self, call.arguments, null, null);
      try {
        if (call.interception.role() == Hook.Role.CALL || pairs.returned(call, stack)) {
          if (call.execution() instanceof OpenPhase phase) {
            // Others may begin before it ends, and so it is in no line with them.
            phase.staysItself();
          }
          promises.add(returned, call);
        }
      } finally {
        stack.endReading();
        depart(call, stack);
      }
    }
  }

  @Override
  protected void futureDone(Object future) {
    promises.done(future);
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

  private void end(OpenCall call, CallStack values, long now) {
    if (call.interception.role() != Hook.Role.CALL) {
      pairs.end(call, values, now);
    } else if (call.execution() instanceof OpenPhase phase) {
      phases.end(phase, call, values, now);
    } else if (call.execution() instanceof OpenScan scan) {
      scans.end(scan, call, values, now);
    }
  }

  /** A scan that is one call. Inside another scan it is that scan, unless it says otherwise. */
  private @Nullable OpenCall beginScan(Interception interception, CallStack stack) {
    OpenScan scan =
        scans.open(interception, CallReader.attributes(interception, stack), stack, false);
    if (scan == null) {
      return null;
    }
    OpenCall call = new OpenCall(interception, scan, stack);
    stack.push(call);
    return call;
  }

  private @Nullable OpenCall beginPhase(Interception interception, CallStack stack) {
    OpenPhase phase = phases.open(interception, null, stack);
    if (phase == null) {
      return null;
    }
    OpenCall call = new OpenCall(interception, phase, stack);
    stack.push(call);
    return call;
  }

  /** The future is done that a call has returned, on the thread that has seen to it. */
  private void kept(OpenCall call, Settled settled) {
    long now = System.nanoTime();
    CallStack stack = stacks.ofThread();
    CallStack values = stack.isReading() ? new CallStack(false) : stack;
    values.beginReading(call.self, call.arguments, settled.value(), settled.error());
    try {
      end(call, values, now);
    } finally {
      values.endReading();
    }
  }

  /** The future that a call has returned will never be done. */
  private void broken(OpenCall call) {
    if (call.execution() instanceof OpenScan scan && call.interception.role() == Hook.Role.CALL) {
      scans.abandon(scan);
    }
  }

  private void withoutCall(Consumer<CallStack> reading) {
    CallStack stack = stacks.ofThread();
    stack.beginReading(null, null, null, null);
    try {
      reading.accept(stack);
    } finally {
      stack.endReading();
    }
  }
}
