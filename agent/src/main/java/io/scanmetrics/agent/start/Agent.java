package io.scanmetrics.agent.start;

import io.scanmetrics.agent.instrument.RuleTransformer;
import io.scanmetrics.agent.instrument.Weaver;
import io.scanmetrics.agent.instrument.WeavingHost;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.HookIndex;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Rules;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent of this JVM while nothing is measured: the rules, and the names of the classes that
 * they mean. All else, from the bridge to the SDK, is a {@link Measurement} that begins when such a
 * class is loaded.
 */
final class Agent implements WeavingHost, Runnable {
  private final Options options;
  private final AgentLog log;
  private final Rules rules;
  private final Instrumentation instrumentation;
  private final HookIndex index;
  private final RuleTransformer transformer;
  private boolean begun;
  private @Nullable Measurement measurement;

  Agent(Options options, AgentLog log, Rules rules, Instrumentation instrumentation) {
    this.options = options;
    this.log = log;
    this.rules = rules;
    this.instrumentation = instrumentation;
    List<Hook> hooks = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      hooks.addAll(rule.hooks());
    }
    this.index = new HookIndex(hooks);
    this.transformer = new RuleTransformer(index, this);
  }

  /**
   * From here on calls are tracked.
   *
   * @param running whether the application's {@code main} has begun already
   */
  void attach(boolean running) {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(null, this, "scan-metrics-exit", 0, false));
    } catch (IllegalStateException e) {
      log.debug("the JVM is already ending; what begins now is not flushed", e);
    }
    instrumentation.addTransformer(transformer, true);
    for (Rule rule : rules.rules()) {
      if (rule.boundary() instanceof Rule.WholeJvm jvm) {
        measurement().beginProcessScan(rule, jvm.readings());
      }
    }
    if (running || index.meansClassesOfTheJdk()) {
      LoadedClasses.weave(instrumentation, index, log);
    }
  }

  /** The JVM ends in an orderly way; beside the application's own hooks. */
  @Override
  public void run() {
    try {
      Measurement known = begunMeasurement();
      if (known != null && known.hasFound()) {
        known.nameUnmatched(LoadedNames.all(instrumentation));
      } else if (transformer.hasSeenApplication()) {
        NothingMatched.say(rules, instrumentation, log);
      }
      if (known != null) {
        known.end(options.shutdownTimeout());
      }
    } catch (Throwable e) {
      // The JVM ends; nobody is left who could do anything about it.
    }
  }

  @Override
  public Weaver weaver() {
    return measurement().weaver();
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
      measurement = Measurement.begin(options, log, rules, instrumentation, this);
    }
    if (measurement == null) {
      throw new IllegalStateException("measuring could not begin");
    }
    return measurement;
  }

  private synchronized @Nullable Measurement begunMeasurement() {
    return measurement;
  }
}
