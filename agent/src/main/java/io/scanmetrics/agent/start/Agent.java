package io.scanmetrics.agent.start;

import io.scanmetrics.agent.instrument.RuleTransformer;
import io.scanmetrics.agent.instrument.Weaver;
import io.scanmetrics.agent.instrument.WeavingHost;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.rules.HookIndex;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Rules;
import io.scanmetrics.agent.rules.RulesReading;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent of this JVM while nothing is measured: the rules in force, and the names of the classes
 * that they mean. All else, from the bridge to the SDK, is a {@link Measurement} that begins when
 * such a class is loaded.
 *
 * <p>The rules may change while the application runs: one thread at a time puts others in force.
 */
public final class Agent implements WeavingHost, Runnable {
  private static final long ON_THEIR_WAY_MILLIS = 200;

  /** As a rule no time is left to wait for when a class has been woven. */
  private static final Duration MOMENT = Duration.ofMillis(500);

  private final Options options;
  private final AgentLog log;
  private final Instrumentation instrumentation;
  private final Surroundings surroundings;
  private final RuleTransformer transformer;
  private final AgentThread thread = new AgentThread();
  private final @Nullable RulesWatch watch;
  private volatile Rules rules;
  private boolean transforming;
  private boolean begun;
  private boolean beginning;
  private volatile @Nullable Measurement measurement;

  /**
   * @param rules to begin with; may be none at all
   * @param stamp of the rules files from before they were read
   */
  private Agent(
      Options options,
      AgentLog log,
      Rules rules,
      long stamp,
      Instrumentation instrumentation,
      Surroundings surroundings) {
    this.options = options;
    this.log = log;
    this.rules = rules;
    this.instrumentation = instrumentation;
    this.surroundings = surroundings;
    this.transformer = new RuleTransformer(HookIndex.of(rules), this);
    this.watch = options.rulesWatched() ? new RulesWatch(this, log, options.rules(), stamp) : null;
  }

  /**
   * Reads the rules, and does nothing else yet.
   *
   * @param surroundings say who records what is measured
   * @return {@code null} if there is no rule, nor will there be one
   */
  public static @Nullable Agent of(
      Options options, AgentLog log, Instrumentation instrumentation, Surroundings surroundings) {
    long stamp = RulesWatch.stampOf(options.rules());
    Rules rules = RulesInForce.read(options, log, instrumentation);
    return rules.rules().isEmpty() && !options.rulesWatched()
        ? null
        : new Agent(options, log, rules, stamp, instrumentation, surroundings);
  }

  /**
   * From here on calls are tracked, and rules files watched if they are to be.
   *
   * @param running whether the application's {@code main} has begun already
   */
  public void attach(boolean running) {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(null, this, "scan-metrics-exit", 0, false));
    } catch (IllegalStateException e) {
      log.debug("the JVM is already ending; what begins now is not flushed", e);
    }
    if (transformer.index().meansClassesOfTheJdk()) {
      // It loads many of them, which are woven below; on their way they cannot be.
      measurement();
    }
    transform();
    beginProcessScan();
    if (running || transformer.index().meansClassesOfTheJdk()) {
      weaveLoaded(null);
    }
    if (watch != null) {
      thread.watch(watch);
    }
  }

  /** Whether no rules are in force, but others may come. */
  boolean waitsForRules() {
    return watch != null && !isOn();
  }

  private boolean isOn() {
    return !rules.rules().isEmpty();
  }

  /** Reads these rules files from now on, if the agent {@link #waitsForRules}. */
  void turnTo(List<String> files) {
    if (watch != null) {
      watch.turnTo(files);
    }
  }

  /** Reads rules files and puts them in force if they are without fault, and tells about it. */
  void read(List<String> files) {
    RulesReading reading = RulesInForce.reading(files, instrumentation);
    RulesInForce.say(reading, log);
    if (!reading.faults().isEmpty() && !reading.switchedOff()) {
      log.error("the rules files have changed, but are faulty; the rules before stay in force");
      return;
    }
    Rules next = reading.rules().inForce();
    LoadedClasses.Change change = turnTo(next);
    log.info(
        (next.enabled()
                ? "the rules have changed: " + next.rules().size() + " in force"
                : "switched off by 'enabled: false' in the rules")
            + "; "
            + change.woven()
            + (change.woven() == 1 ? " class" : " classes")
            + " woven anew, "
            + change.restored()
            + " restored");
  }

  /** Whether there is anything to {@link #tidyUp}. Quick, and waits for nobody. */
  boolean hasToTidyUp() {
    Measurement known = measurement;
    return known != null && (known.hasEndedSince() || (!isOn() && known.canRest()));
  }

  /** Gives back what is needed no more since rules have changed. Meant for now and then. */
  void tidyUp() {
    Measurement known = begunMeasurement();
    if (known == null) {
      return;
    }
    if (known.hasEndedSince()) {
      turnTo(rules);
    }
    if (!isOn()) {
      known.rest();
    }
  }

  /** Other rules are in force from here on. */
  private LoadedClasses.Change turnTo(Rules next) {
    Weaver before = null;
    synchronized (this) {
      rules = next;
      Measurement known = measurement;
      if (known == null) {
        transformer.lookFor(HookIndex.of(next));
      } else {
        before = known.weaver();
        known.turnTo(next);
        transformer.lookFor(known.weaver().index());
      }
    }
    transform();
    beginProcessScan();
    awaitClassesOnTheirWay();
    LoadedClasses.Change change = weaveLoaded(before);
    if (before != null) {
      measurement().forgetRulesBefore();
    }
    transform();
    return change;
  }

  /** A class that is being loaded by the rules before is not to be seen until it is there. */
  private static void awaitClassesOnTheirWay() {
    try {
      Thread.sleep(ON_THEIR_WAY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sees classes on their way into the JVM only while there is anything to look for. */
  private void transform() {
    boolean needed = !transformer.index().isEmpty();
    if (needed != transforming) {
      if (needed) {
        instrumentation.addTransformer(transformer, true);
      } else {
        instrumentation.removeTransformer(transformer);
      }
      transforming = needed;
    }
  }

  private void beginProcessScan() {
    for (Rule rule : rules.rules()) {
      if (rule.boundary() instanceof Rule.WholeJvm jvm) {
        measurement().beginProcessScan(rule, jvm.readings());
      }
    }
  }

  /**
   * Weaves classes that are loaded already.
   *
   * @param before has woven them so far; {@code null} if nobody has
   */
  private LoadedClasses.Change weaveLoaded(@Nullable Weaver before) {
    return before == null && !LoadedClasses.areMeant(instrumentation, transformer.index())
        ? LoadedClasses.Change.NONE
        : LoadedClasses.weave(instrumentation, before, measurement().weaver(), log);
  }

  /** The JVM ends in an orderly way; beside the application's own hooks. */
  @Override
  public void run() {
    long deadline = System.nanoTime() + options.shutdownTimeout().toNanos();
    try {
      Measurement known = begunMeasurement();
      if (known != null && known.hasFound()) {
        known.nameUnmatched(LoadedNames.all(instrumentation));
      } else if (isOn() && transformer.hasSeenApplication()) {
        NothingMatched.say(rules, instrumentation, log);
      }
      end(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    } catch (Throwable e) {
      // The JVM ends; nobody is left who could do anything about it.
    }
  }

  /** Ends what is measured, and returns when that is recorded, or after the timeout. */
  public void end() {
    end(options.shutdownTimeout());
  }

  private void end(Duration timeout) {
    Measurement known = begunMeasurement();
    if (known != null) {
      known.end(timeout);
    }
  }

  @Override
  public @Nullable Weaver weaver() {
    return isBeginningHere() ? null : measurement().weaver();
  }

  @Override
  public void woven() {
    measurement().awaitReady(MOMENT);
  }

  @Override
  public void weavingFailed(String className, Throwable cause) {
    log.warnThrottled(
        "weaving", "cannot instrument " + className + "; its calls are not measured", cause);
  }

  /**
   * Begins at the first call, on the thread that loads a class; another such thread waits. What has
   * failed once is not tried again.
   */
  private synchronized Measurement measurement() {
    if (!begun) {
      begun = true;
      beginning = true;
      try {
        measurement =
            Measurement.begin(options, log, rules, instrumentation, this, surroundings, thread);
      } finally {
        beginning = false;
      }
    }
    Measurement known = measurement;
    if (known == null) {
      throw new IllegalStateException("measuring could not begin");
    }
    return known;
  }

  /**
   * Whether it is the beginning itself that loads a class. Another thread waits here until that is
   * over.
   */
  private synchronized boolean isBeginningHere() {
    return beginning;
  }

  private synchronized @Nullable Measurement begunMeasurement() {
    return measurement;
  }
}
