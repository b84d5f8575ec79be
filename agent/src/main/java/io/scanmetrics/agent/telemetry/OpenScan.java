package io.scanmetrics.agent.telemetry;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A scan that has begun. All its times come from one reading of the wall clock, here, and from the
 * monotonic clock after that: a clock that is set during the scan changes no duration.
 */
public final class OpenScan extends Execution {
  /** Of threads that are in a phase at the same time; beyond it some go unseen. */
  private static final int MOST_WATCHED = 256;

  /** Of executions that one rule has begun and whose end has not come. */
  static final int MOST_AWAITED = 1_000;

  final @Nullable OpenScan outer;

  /** What waits for the scan that this one stands in for; {@code null} for a real one. */
  private final @Nullable ExpectedScan expected;

  private volatile OpenScan itself = this;

  private volatile @Nullable Rule rule;
  private volatile Set<String> names = Set.of();

  /** What {@code scan[…]} shows to expressions, on any thread. */
  private final Map<String, Object> soFar;

  private final ClockReading clock = ClockReading.now();

  /** Executions that a call has begun and another call will end, oldest first, by their rule. */
  private final Map<Rule, Queue<OpenPhase>> awaited = new ConcurrentHashMap<>();

  /** How often each phase has begun. */
  private final Map<String, AtomicInteger> begun = new ConcurrentHashMap<>();

  /** What the threads that work for it are in. */
  private final Queue<LastPhase> watched = new ConcurrentLinkedQueue<>();

  private final AtomicInteger watchedThreads = new AtomicInteger();

  private final AtomicBoolean ended = new AtomicBoolean();

  private volatile boolean refused;

  /** For a scan that is the life of its JVM, where a failed phase is a failed scan. */
  volatile boolean aPhaseFailed;

  OpenScan(Map<String, Object> attributes, @Nullable OpenScan outer) {
    this(attributes, outer, null);
  }

  private OpenScan(
      Map<String, Object> attributes, @Nullable OpenScan outer, @Nullable ExpectedScan expected) {
    super(attributes);
    this.outer = outer;
    this.expected = expected;
    this.soFar = new ConcurrentHashMap<>();
    if (!attributes.isEmpty()) {
      soFar.putAll(attributes);
    }
    this.startedAt = clock.nanoTime();
  }

  /** Takes the place of a scan that has not begun. */
  static OpenScan standIn(ExpectedScan expected) {
    return new OpenScan(Map.of(), null, expected);
  }

  /** The scan that it stands in for, once that has begun; until then, and for any other, itself. */
  OpenScan itself() {
    return itself;
  }

  /** What it waits for; {@code null} for a scan that has begun. */
  @Nullable ExpectedScan expected() {
    return itself == this ? expected : null;
  }

  /** From now on its phases are those of that scan. */
  void isReally(OpenScan begun) {
    begun.soFar.putAll(soFar);
    itself = begun;
    awaited.keySet().forEach(rule -> handOver(rule, begun));
  }

  /** The scan inside which it was begun as a scan of its own; {@code null} if none. */
  public @Nullable OpenScan outer() {
    return outer;
  }

  @Override
  public OpenScan scan() {
    return this;
  }

  /** The wall clock's time, in nanoseconds, of a reading of the monotonic clock. */
  public long epochNanosAt(long nanoTime) {
    return clock.epochNanosAt(nanoTime);
  }

  /** The value of {@code scan.id}; {@code null} while unknown. */
  @Nullable Object id() {
    return soFar.get(ScanAttribute.SCAN_ID.key());
  }

  Map<String, Object> attributesSoFar() {
    return soFar;
  }

  /** Takes note of what belongs to the scan among attributes of it or of one of its phases. */
  void learn(Map<String, Object> values) {
    if (values.isEmpty()) {
      return;
    }
    for (Map.Entry<String, Object> value : values.entrySet()) {
      if (ScanAttribute.ofKey(value.getKey()) != null) {
        soFar.put(value.getKey(), value.getValue());
      }
    }
  }

  /**
   * An execution has begun that another call will end.
   *
   * @return whether another one is not waited for any more, because so many have begun after it
   */
  boolean await(Rule phaseRule, OpenPhase phase) {
    Queue<OpenPhase> waiting =
        awaited.computeIfAbsent(phaseRule, rule -> new LinkedBlockingQueue<>(MOST_AWAITED));
    boolean surplus = false;
    while (!waiting.offer(phase)) {
      surplus |= waiting.poll() != null;
    }
    if (itself != this) {
      handOver(phaseRule, itself);
    }
    return surplus;
  }

  private void handOver(Rule phaseRule, OpenScan begun) {
    for (OpenPhase phase = awaited(phaseRule); phase != null; phase = awaited(phaseRule)) {
      begun.await(phaseRule, phase);
    }
  }

  /**
   * By what others find it, once it has begun.
   *
   * @param all immutable
   */
  void isNamed(Set<String> all) {
    names = all;
  }

  Set<String> names() {
    return names;
  }

  /** By which rule it has begun. */
  void isOf(Rule scanRule) {
    rule = scanRule;
  }

  /** Whether it, or an execution of a phase, was begun by that very rule and waits for its end. */
  boolean waitsFor(Rule pair) {
    Queue<OpenPhase> waiting = awaited.get(pair);
    return pair.equals(rule) || (waiting != null && !waiting.isEmpty());
  }

  /** The oldest execution that waits for its end; {@code null} if none does. */
  @Nullable OpenPhase awaited(Rule phaseRule) {
    Queue<OpenPhase> waiting = awaited.get(phaseRule);
    return waiting == null ? null : waiting.poll();
  }

  /** A phase begins; returns whether it has begun so often, or more often, before. */
  boolean hasBegun(String phase, int most) {
    AtomicInteger known = begun.get(phase);
    AtomicInteger count =
        known == null ? begun.computeIfAbsent(phase, name -> new AtomicInteger()) : known;
    return count.get() >= most || count.getAndIncrement() >= most;
  }

  /** For one more thread to say what it is in; {@code null} if there are too many already. */
  @Nullable LastPhase watched() {
    if (watchedThreads.incrementAndGet() > MOST_WATCHED) {
      watchedThreads.decrementAndGet();
      return null;
    }
    LastPhase one = new LastPhase(this);
    watched.add(one);
    return one;
  }

  /** The phases that run now; threads that are in none have to come again. One thread at a time. */
  List<OpenPhase> running() {
    List<OpenPhase> running = new ArrayList<>();
    awaited.values().forEach(running::addAll);
    watched.removeIf(
        one -> {
          OpenPhase phase = one.running();
          if (phase != null) {
            running.add(phase);
            return false;
          }
          one.retire();
          watchedThreads.decrementAndGet();
          return true;
        });
    return running;
  }

  /** Lets go of the threads that worked for it. */
  void watchNoMore() {
    watched.forEach(LastPhase::retire);
  }

  /** Nothing is kept of it, because there is no room: for the recorder, when it begins. */
  public void refuse() {
    refused = true;
  }

  /** Whether nothing is kept of it. */
  public boolean isRefused() {
    return refused;
  }

  /** True for the first one who ends it. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }
}
