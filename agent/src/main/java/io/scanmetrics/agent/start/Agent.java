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
final class Agent implements WeavingHost {
  private final Options options;
  private final AgentLog log;
  private final Rules rules;
  private final Instrumentation instrumentation;
  private final HookIndex index;
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
  }

  /**
   * From here on calls are tracked.
   *
   * @param running whether the application's {@code main} has begun already
   */
  void attach(boolean running) {
    instrumentation.addTransformer(new RuleTransformer(index, this), true);
    for (Rule rule : rules.rules()) {
      if (rule.boundary() instanceof Rule.WholeJvm jvm) {
        measurement().beginProcessScan(rule, jvm.readings());
      }
    }
    if (running || index.meansClassesOfTheJdk()) {
      LoadedClasses.weave(instrumentation, index, log);
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
}
