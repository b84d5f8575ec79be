package io.scanmetrics.assemble;

import io.scanmetrics.ScanAttribute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A scan that is open, or ended a short while ago, with the phases that are known to be its own.
 * For one thread at a time.
 */
final class KnownScan {
  /** How it stands. */
  enum Stage {
    /** Its span has started. */
    OPEN,
    /** Its span has ended. */
    ENDED,
    /** Nobody expects its span to end any more. */
    ABANDONED
  }

  /** Its executions of one phase. */
  private static final class SameName {
    int count;

    /** Those that are settled; {@code null} while there are few. */
    @Nullable NavigableSet<KnownPhase> certain;
  }

  private final KnownTrace trace;

  /** Of the spans below it that hang together with it. */
  private final Branch below = new Branch();

  private final Set<KnownPhase> phases = new LinkedHashSet<>();

  private final Map<String, SameName> byName = new HashMap<>();

  private final FoldedPhases folded;
  private final Set<String> withdrawn = new HashSet<>(0);
  private @Nullable Supplier<SpanRecord> live;
  private SpanRecord span;
  private SpanFacts facts;
  private @Nullable ScanKey key;
  private Stage stage = Stage.OPEN;
  private long overSinceNanos;
  private int unitsWhenOver;
  private Progress progress;
  private boolean forgotten;
  private boolean told;
  private int changes;

  /**
   * @param live what is known of it while it is open, {@code null} if only its end was seen
   * @param span what was known of it when it started
   */
  KnownScan(
      KnownTrace trace,
      @Nullable Supplier<SpanRecord> live,
      SpanRecord span,
      AssemblyLimits limits) {
    this.folded = new FoldedPhases(limits.unsettled());
    this.below.belongsTo(this);
    this.trace = trace;
    this.live = live;
    this.span = span;
    this.facts = SpanFacts.read(span.attributes(), Set.of(), attribute -> {});
    this.key = ScanKey.of(facts);
    this.progress = Progress.seenAt(KnownPhase.instant(span.startMicros()));
  }

  KnownTrace trace() {
    return trace;
  }

  /** As of its end, or as it was when last looked at. */
  SpanRecord span() {
    return span;
  }

  SpanFacts facts() {
    return facts;
  }

  Stage stage() {
    return stage;
  }

  /** What a span joins that is known to be below it from the start. */
  Branch below() {
    return below;
  }

  Set<KnownPhase> phases() {
    return phases;
  }

  void add(KnownPhase phase) {
    if (phases.add(phase)) {
      changes++;
      byName.computeIfAbsent(phase.name(), name -> new SameName()).count++;
    }
    withdrawn.remove(phase.span().spanId());
    folded.cameToLight(phase);
  }

  /**
   * Which phase is too many by this one, if that is certain to be the scan's: of its name the last
   * to begin; {@code null} if none is.
   *
   * @param mostRows of one name
   */
  @Nullable KnownPhase surplus(KnownPhase phase, int mostRows) {
    if (phase.key() != null || phase.node().branch().scan() != this) {
      return null;
    }
    phase.settle();
    SameName same = byName.get(phase.name());
    if (same == null) {
      return null;
    }
    NavigableSet<KnownPhase> certain = same.certain;
    if (certain != null) {
      certain.add(phase);
    } else if (same.count <= mostRows) {
      return null;
    } else {
      certain = new TreeSet<>(KnownPhase.BY_START);
      for (KnownPhase one : phases) {
        if (one.isSettled() && one.name().equals(phase.name())) {
          certain.add(one);
        }
      }
      same.certain = certain;
    }
    return certain.size() > mostRows ? certain.last() : null;
  }

  /** The phase has turned out to be another scan's. */
  void withdraw(KnownPhase phase) {
    remove(phase);
    withdrawn.add(phase.span().spanId());
  }

  /**
   * The phase has no row of its own any more.
   *
   * @param running gives what is known to run now and belongs to the scan
   */
  void fold(KnownPhase phase, Supplier<List<KnownPhase>> running) {
    remove(phase);
    if (phase.wasGivenOut()) {
      withdrawn.add(phase.span().spanId());
    }
    folded.add(this, phase, running);
  }

  FoldedPhases folded() {
    return folded;
  }

  private void remove(KnownPhase phase) {
    SameName same = byName.get(phase.name());
    if (phases.remove(phase) && same != null) {
      changes++;
      same.count--;
      if (same.certain != null) {
        same.certain.remove(phase);
      }
    }
  }

  /** The span ids of phases that it had and has no more. */
  Set<String> withdrawn() {
    return withdrawn;
  }

  /** Its own name; {@code null} if it has none yet. */
  @Nullable ScanKey key() {
    return key;
  }

  /**
   * @param nanoTime now, of a monotonic clock
   */
  void ended(SpanRecord whole, long nanoTime, Consumer<ScanAttribute> unfitValues) {
    stage = Stage.ENDED;
    live = null;
    overSinceNanos = nanoTime;
    read(whole, unfitValues);
    weigh();
  }

  /** Gives up waiting for the end; what its span carries by now is all there will be. */
  void abandoned(long nanoTime, Consumer<ScanAttribute> unfitValues) {
    stage = Stage.ABANDONED;
    overSinceNanos = nanoTime;
    if (live != null) {
      read(live.get(), unfitValues);
      live = null;
    }
    weigh();
  }

  private void weigh() {
    unitsWhenOver = units();
    for (KnownPhase phase : phases()) {
      unitsWhenOver += phase.units();
    }
  }

  /** What its phases are nested in has changed. */
  void nestingChanged() {
    changes++;
  }

  /** A number that is another one once its times, its rows, or what these are nested in change. */
  int changes() {
    return changes;
  }

  /** How far it was when last looked at. */
  Progress progress() {
    return progress;
  }

  void seen(Progress now) {
    progress = now;
  }

  /** Reads what its span carries by now, if it is still open. */
  void lookAgain() {
    if (live != null) {
      read(live.get(), unfit -> {});
    }
  }

  private void read(SpanRecord newer, Consumer<ScanAttribute> unfitValues) {
    changes++;
    span = newer;
    facts = SpanFacts.read(newer.attributes(), Set.of(), unfitValues);
    key = ScanKey.of(facts);
  }

  /** What it takes of the memory that assembling may use, once it is over. */
  int units() {
    return 1 + facts.size() / 1024;
  }

  /** What it and its phases took when it was over. */
  int unitsWhenOver() {
    return unitsWhenOver;
  }

  long overSinceNanos() {
    return overSinceNanos;
  }

  /** Whether a phase that names this scan means this one. */
  boolean isMeantBy(ScanKey phaseKey, UUID defaultTenant) {
    ScanKey own = key;
    if (own == null || !own.id().equals(phaseKey.id())) {
      return false;
    }
    UUID tenant = own.tenant() == null ? defaultTenant : own.tenant();
    return phaseKey.tenant() == null || phaseKey.tenant().equals(tenant);
  }

  /** It is no longer remembered: what comes for it now comes too late. */
  void forget() {
    forgotten = true;
  }

  boolean isForgotten() {
    return forgotten;
  }

  /** Returns true the first time: whoever listens hears of its end once. */
  boolean tell() {
    boolean first = !told;
    told = true;
    return first;
  }
}
