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

  private final KnownTrace trace;
  private final Set<KnownPhase> phases = new LinkedHashSet<>();

  /** By their name those that will not turn out to be another scan's. */
  private final Map<String, NavigableSet<KnownPhase>> certain = new HashMap<>();

  private final FoldedPhases folded;
  private final Set<String> withdrawn = new HashSet<>(0);
  private @Nullable Supplier<SpanRecord> live;
  private SpanRecord span;
  private SpanFacts facts;
  private @Nullable ScanKey key;
  private Stage stage = Stage.OPEN;
  private long overSinceNanos;
  private Progress progress;
  private boolean forgotten;
  private boolean told;

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
    this.trace = trace;
    this.live = live;
    this.span = span;
    this.facts = SpanFacts.read(span.attributes(), attribute -> {});
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

  Set<KnownPhase> phases() {
    return phases;
  }

  void add(KnownPhase phase) {
    phases.add(phase);
    withdrawn.remove(phase.start().spanId());
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
    NavigableSet<KnownPhase> sameName =
        certain.computeIfAbsent(phase.name(), name -> new TreeSet<>(KnownPhase.BY_START));
    sameName.add(phase);
    return sameName.size() > mostRows ? sameName.last() : null;
  }

  /** The phase has turned out to be another scan's. */
  void withdraw(KnownPhase phase) {
    remove(phase);
    withdrawn.add(phase.start().spanId());
  }

  /**
   * The phase has no row of its own any more.
   *
   * @param running gives what is known to run now and belongs to the scan
   */
  void fold(KnownPhase phase, Supplier<List<KnownPhase>> running) {
    remove(phase);
    if (phase.wasGivenOut()) {
      withdrawn.add(phase.start().spanId());
    }
    folded.add(this, phase, running);
  }

  FoldedPhases folded() {
    return folded;
  }

  private void remove(KnownPhase phase) {
    phases.remove(phase);
    NavigableSet<KnownPhase> sameName = certain.get(phase.name());
    if (sameName != null) {
      sameName.remove(phase);
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
  }

  /** Gives up waiting for the end; what its span carries by now is all there will be. */
  void abandoned(long nanoTime, Consumer<ScanAttribute> unfitValues) {
    stage = Stage.ABANDONED;
    overSinceNanos = nanoTime;
    if (live != null) {
      read(live.get(), unfitValues);
      live = null;
    }
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
    span = newer;
    facts = SpanFacts.read(newer.attributes(), unfitValues);
    key = ScanKey.of(facts);
  }

  /** What it takes of the memory that assembling may use, once it is over. */
  int units() {
    return 1 + facts.size() / 1024;
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
