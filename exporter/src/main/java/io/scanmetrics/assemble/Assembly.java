package io.scanmetrics.assemble;

import io.scanmetrics.ScanAttribute;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All scans that are being assembled. Takes events in any order, repeated or not, and gives out
 * scans that are whole as far as it knows; a scan for which something comes later is given out
 * again. What is given out last does not depend on the order of the events.
 *
 * <p>Three things happen to a scan, each at one place: it begins ({@link #begin}), a phase becomes
 * its own ({@link #assign}), it ends ({@link #end}).
 *
 * <p>Not safe for several threads: the {@link ScanAssembler} sees to it that there is one at a
 * time.
 */
final class Assembly {
  private final AssemblyLimits limits;
  private final LongSupplier nanoTime;
  private final ScanComposer composer;
  private final ScanListener listener;
  private final ScanNames names;
  private final InstantSource clock;
  private final ScanJournal journal;

  private final KnownTraces traces;
  private final Set<KnownScan> open = new LinkedHashSet<>();
  private final ArrayDeque<KnownScan> finished = new ArrayDeque<>();

  /** Phases whose scan is not known, the first to arrive first. */
  private final Set<KnownPhase> awaiting = new LinkedHashSet<>();

  private final Consumer<ScanAttribute> unfitValues;

  private final SignsOfLife signsOfLife = new SignsOfLife();
  private final RunningPhases running;
  private final Set<KnownScan> changed = new LinkedHashSet<>();
  private final List<Assembled> ready = new ArrayList<>();
  private int readyUnits;
  private int units;

  /** Of those that are finished, as of when they were over. */
  private int finishedUnits;

  private long refusedPhases;

  Assembly(
      DefaultTenant tenant,
      ScanListener listener,
      AssemblyLimits limits,
      LongSupplier nanoTime,
      InstantSource clock,
      Set<String> followed,
      ScanJournal journal) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.running = new RunningPhases(limits.spansBetween());
    this.composer = new ScanComposer(tenant);
    this.listener = listener;
    this.unfitValues = listener::valueUnfit;
    this.journal = journal;
    this.names = new ScanNames(tenant.id());
    this.traces = new KnownTraces(followed, limits.spansBetween());
  }

  void take(SpanEvent event) {
    if (event instanceof SpanEvent.SpanSeen seen) {
      spanSeen(seen);
    } else if (event instanceof SpanEvent.PhaseStarted phase) {
      phaseStarted(phase);
    } else if (event instanceof SpanEvent.PhaseEnded phase) {
      phaseEnded(phase.span());
    } else if (event instanceof SpanEvent.PhasesEnded phases) {
      phasesEnded(phases.batch());
    } else if (event instanceof SpanEvent.ScanStarted scan) {
      scanStarted(scan);
    } else if (event instanceof SpanEvent.ScanLearned scan) {
      scanLearned(scan);
    } else if (event instanceof SpanEvent.ScanEnded scan) {
      scanEnded(scan.span());
    }
  }

  /** Whether scans are open, which give signs of life without anything happening. */
  boolean isWatching() {
    return !signsOfLife.isNobodyRunning();
  }

  /**
   * The scans that are over, as they are known now, each again only if it has changed since; and of
   * those that run the ones that are due to give a sign of life. A fault in one of them is thrown
   * when all others are given out; only what there is too little memory for is tried again.
   */
  void giveOut(Collection<Assembled> out) {
    long now = nanoTime.getAsLong();
    try {
      show(signsOfLife.due(now));
      composeChanged();
      while (!finished.isEmpty() && isPast(finished.element(), now)) {
        forget(finished.element());
      }
    } finally {
      out.addAll(ready);
      ready.clear();
      readyUnits = 0;
    }
  }

  private void composeChanged() {
    OutOfMemoryError tooLittleMemory = null;
    RuntimeException fault = null;
    for (Iterator<KnownScan> each = changed.iterator(); each.hasNext(); ) {
      try {
        compose(each.next());
        each.remove();
      } catch (OutOfMemoryError e) {
        // Others may need less.
        tooLittleMemory = e;
      } catch (RuntimeException e) {
        each.remove();
        fault = e;
      }
    }
    if (tooLittleMemory != null) {
      throw tooLittleMemory;
    }
    if (fault != null) {
      throw fault;
    }
  }

  /** Gives up on every scan that is open: should its span end later, that is no end of it. */
  void abandonOpenScans() {
    if (!open.isEmpty()) {
      lookAt(open);
      List.copyOf(open).forEach(this::abandon);
    }
  }

  /** Gives up on every phase that waits for its scan. */
  void abandonAwaitingPhases() {
    List.copyOf(awaiting).forEach(this::orphan);
  }

  /** How many scans are over, or have changed since, and were not given out yet. */
  int waiting() {
    return changed.size() + ready.size();
  }

  /** What those take that are over and were not given out yet, a scan as much as a phase. */
  int readyUnits() {
    return readyUnits;
  }

  /** How many executions there was no room for. */
  long refusedPhases() {
    return refusedPhases;
  }

  private void scanStarted(SpanEvent.ScanStarted event) {
    KnownTrace trace = traces.get(event.span().traceId());
    if (!trace.knowsRuleSpan(event.span().spanId())) {
      begin(new KnownScan(trace, event.live(), event.span(), limits));
    }
  }

  private void scanLearned(SpanEvent.ScanLearned event) {
    KnownTrace trace = traces.known(event.traceId());
    KnownScan scan = trace == null ? null : trace.scan(event.spanId());
    if (scan != null && scan.stage() == KnownScan.Stage.OPEN) {
      lookAgain(scan);
    }
  }

  private void lookAgain(KnownScan scan) {
    names.remove(scan);
    scan.lookAgain();
    journal.seen(scan);
    assignAnew(names.add(scan));
  }

  private void scanEnded(SpanRecord span) {
    KnownTrace trace = traces.get(span.traceId());
    KnownScan scan = trace.scan(span.spanId());
    if (scan == null && !trace.knowsRuleSpan(span.spanId())) {
      scan = new KnownScan(trace, null, span, limits);
      begin(scan);
    }
    if (scan != null && scan.stage() == KnownScan.Stage.OPEN) {
      end(scan, span);
    }
  }

  private void begin(KnownScan scan) {
    open.add(scan);
    signsOfLife.begun(scan, nanoTime.getAsLong());
    listener.scanStarted();
    if (!journal.begun(scan)) {
      listener.spoolFull();
    }
    Set<KnownPhase> below = scan.trace().add(scan);
    assignAnew(below);
    assignAnew(names.add(scan));
    assignAnew(scan.trace().affectedBy(scan));
    while (open.size() > limits.openScans()) {
      KnownScan oldest = open.iterator().next();
      abandon(oldest);
      forget(oldest);
    }
  }

  private void end(KnownScan scan, SpanRecord span) {
    names.remove(scan);
    scan.ended(span, nanoTime.getAsLong(), unfitValues);
    scan.trace().ended(scan);
    over(scan);
    assignAnew(names.add(scan));
    assignAnew(scan.trace().affectedBy(scan));
    assignAnew(naming(scan.phases()));
  }

  /** Those that say themselves whose they are. */
  private static List<KnownPhase> naming(Collection<KnownPhase> phases) {
    List<KnownPhase> naming = new ArrayList<>(0);
    for (KnownPhase phase : phases) {
      if (phase.key() != null) {
        naming.add(phase);
      }
    }
    return naming;
  }

  private void phaseStarted(SpanEvent.PhaseStarted event) {
    KnownTrace trace = traces.get(event.traceId());
    if (!trace.knowsRuleSpan(event.spanId())) {
      SpanNode known = trace.span(event.spanId());
      SpanNode node = known == null ? new SpanNode(event.spanId(), event.parentSpanId()) : known;
      seen(trace, node);
      running.started(trace, node, event.live());
    }
  }

  /** As {@link #take}. */
  void phaseEnded(SpanRecord span) {
    running.ended(span);
    KnownTrace trace = traces.get(span.traceId());
    SpanNode between = trace.span(span.spanId());
    if (trace.knowsRuleSpan(span.spanId()) || (between != null && isFolded(between))) {
      return;
    }
    SpanNode node = between == null ? new SpanNode(span.spanId(), span.parentSpanId()) : between;
    KnownPhase phase = new KnownPhase(trace, node, span, unfitValues);
    trace.hold(true);
    boolean room = makeRoom(phase.units());
    trace.hold(false);
    if (!room) {
      refusedPhases++;
      listener.phaseRefused(phase.name());
      traces.dropIfIdle(trace);
      return;
    }
    units += phase.units();
    traces.noLongerBetween(node);
    KnownTrace.Growth growth = between == null ? trace.add(node) : KnownTrace.Growth.NONE;
    trace.add(phase);
    names.add(phase);
    KnownScan scan = scanOf(phase);
    if (scan == null) {
      awaiting.add(phase);
      journal.awaits(phase);
    } else {
      assign(phase, scan);
    }
    grown(growth, trace, node);
  }

  private void phasesEnded(PhaseBatch batch) {
    KnownTrace trace = traces.known(batch.traceId());
    KnownScan scan = trace == null ? null : trace.scan(batch.scanSpanId());
    if (scan == null) {
      for (long i = 0; i < batch.executions(); i++) {
        listener.phaseOrphaned(batch.phase());
      }
      return;
    }
    scan.folded().add(scan, batch, () -> running.of(scan, this::scanOf));
    journal.folded(scan);
    changed(scan);
    listener.phasesFinished(batch);
  }

  private static boolean isFolded(SpanNode span) {
    KnownScan scan = span.branch().scan();
    return scan != null && scan.folded().knows(span.spanId());
  }

  private void spanSeen(SpanEvent.SpanSeen event) {
    KnownTrace trace = traces.known(event.traceId());
    if (trace != null) {
      seen(trace, new SpanNode(event.spanId(), event.parentSpanId()));
    }
  }

  private void seen(KnownTrace trace, SpanNode node) {
    grown(traces.addBetween(trace, node), trace, node);
  }

  /** What says itself whose it is comes first; then the nearest scan above; then the time. */
  private @Nullable KnownScan scanOf(KnownPhase phase) {
    KnownScan above = phase.node().branch().scan();
    ScanKey key = phase.key();
    if (key == null) {
      return above != null ? above : phase.trace().scanByTime(phase);
    }
    if (above != null && names.isMeant(above, key)) {
      return above;
    }
    KnownScan named = names.meantBy(phase, key);
    boolean namesItsScan = named == null && above != null && above.key() == null;
    return namesItsScan ? above : named;
  }

  private void assignAnew(Collection<KnownPhase> phases) {
    if (phases.isEmpty()) {
      return;
    }
    for (KnownPhase phase : phases) {
      phase.trace().sort(phase);
      assign(phase, scanOf(phase));
    }
  }

  private void grown(KnownTrace.Growth growth, KnownTrace trace, SpanNode span) {
    if (growth.isNone()) {
      return;
    }
    assignAnew(growth.settled());
    for (KnownScan scan : growth.changed()) {
      scan.nestingChanged();
      journal.nestingChanged(scan, trace, span);
      changed(scan);
    }
  }

  private void assign(KnownPhase phase, @Nullable KnownScan scan) {
    KnownScan before = phase.scan();
    if (before == scan) {
      KnownPhase surplus = scan == null ? null : scan.surplus(phase, limits.rowsPerPhase());
      if (scan != null && surplus != null) {
        fold(scan, surplus, true);
        changed(scan);
      }
      return;
    }
    if (before != null) {
      before.withdraw(phase);
      changed(before);
    }
    boolean first = phase.moveTo(scan);
    if (scan == null) {
      awaiting.add(phase);
      journal.assigned(phase, before);
      return;
    }
    awaiting.remove(phase);
    if (scan.isForgotten()) {
      journal.assigned(phase, before);
      orphan(phase);
      return;
    }
    scan.add(phase);
    KnownPhase surplus = scan.surplus(phase, limits.rowsPerPhase());
    if (surplus == phase) {
      journal.assignedWithoutRow(phase, before);
    } else {
      journal.assigned(phase, before);
    }
    phase.node().branch().serves(scan);
    changed(scan);
    if (first) {
      SpanRecord span = phase.span();
      listener.phaseFinished(
          phase.phase(), span.failure() == null, span.endMicros() - span.startMicros(), span.ref());
    }
    if (surplus != null) {
      fold(scan, surplus, surplus != phase);
    }
  }

  /**
   * A phase gives up its row, because those of its name that began before it fill all there are.
   *
   * @param hadRow whether it had one so far
   */
  private void fold(KnownScan scan, KnownPhase phase, boolean hadRow) {
    scan.fold(phase, () -> running.of(scan, this::scanOf));
    journal.folded(scan, phase, hadRow);
    units -= phase.units();
    names.remove(phase);
    phase.trace().fold(phase);
    traces.betweenFromNowOn(phase.trace(), phase.node());
  }

  private void changed(KnownScan scan) {
    if (scan.stage() != KnownScan.Stage.OPEN && !scan.isForgotten()) {
      changed.add(scan);
    }
  }

  private void show(List<KnownScan> due) {
    if (due.isEmpty()) {
      return;
    }
    lookAt(due);
    for (KnownScan scan : due) {
      lookAgain(scan);
      isReady(composed(scan), scan);
    }
  }

  /** Takes note of how far these scans are. */
  private void lookAt(Collection<KnownScan> scans) {
    Instant now = clock.instant();
    Map<KnownScan, KnownPhase> current = running.byScan(this::scanOf);
    for (KnownScan scan : scans) {
      KnownPhase phase = current.get(scan);
      scan.seen(
          phase == null
              ? Progress.seenAt(now)
              : new Progress(now, phase.name(), KnownPhase.instant(phase.startMicros())));
    }
  }

  private void compose(KnownScan scan) {
    Scan whole = composed(scan);
    isReady(whole, scan);
    if (scan.tell()) {
      listener.scanFinished(whole, scan.span().ref());
    }
  }

  private void isReady(Scan whole, KnownScan scan) {
    ready.add(new Assembled(whole, journal.givenOut(scan)));
    readyUnits += 1 + scan.units();
  }

  private Scan composed(KnownScan scan) {
    scan.phases().forEach(KnownPhase::isGivenOut);
    return composer.compose(scan);
  }

  private void abandon(KnownScan scan) {
    names.remove(scan);
    scan.abandoned(nanoTime.getAsLong(), unfitValues);
    over(scan);
    assignAnew(names.add(scan));
  }

  private void over(KnownScan scan) {
    open.remove(scan);
    signsOfLife.over(scan);
    try {
      journal.over(scan);
      units += scan.units();
      makeRoom(0);
    } finally {
      // Not before there is room, for which it might be forgotten.
      finished.add(scan);
      finishedUnits += scan.unitsWhenOver();
      changed.add(scan);
    }
  }

  private void orphan(KnownPhase phase) {
    listener.phaseOrphaned(phase.name());
    awaiting.remove(phase);
    remove(phase);
  }

  private void remove(KnownPhase phase) {
    units -= phase.units();
    names.remove(phase);
    journal.noLongerAwaits(phase);
    phase.trace().remove(phase);
    traces.dropIfIdle(phase.trace());
  }

  private void forget(KnownScan scan) {
    if (changed.contains(scan)) {
      compose(scan);
      changed.remove(scan);
    }
    journal.forgotten(scan);
    finished.remove(scan);
    scan.forget();
    units -= scan.units();
    finishedUnits -= scan.unitsWhenOver();
    names.remove(scan);
    scan.trace().undecidedBeside(scan).forEach(this::orphan);
    scan.trace().remove(scan);
    scan.phases().forEach(this::remove);
    traces.dropIfIdle(scan.trace());
  }

  private boolean isPast(KnownScan scan, long now) {
    return finished.size() > limits.finishedScans()
        || (finished.size() > 1 && finishedUnits > limits.finishedUnits())
        || now - scan.overSinceNanos() > limits.remembered().toNanos();
  }

  /** Finished scans go first, then phases that wait for their scan; those of open scans stay. */
  private boolean makeRoom(int wanted) {
    if (wanted > limits.units()) {
      return false;
    }
    while (units + wanted > limits.units()) {
      if (!finished.isEmpty()) {
        forget(finished.element());
      } else if (!awaiting.isEmpty()) {
        orphan(awaiting.iterator().next());
      } else {
        return false;
      }
    }
    return true;
  }
}
