package io.scanmetrics.agent.start;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.bridge.ScanBridge;
import io.scanmetrics.agent.instrument.RuleTransformer;
import io.scanmetrics.agent.instrument.Target;
import io.scanmetrics.agent.instrument.WeavingListener;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.HookIndex;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Rules;
import io.scanmetrics.agent.telemetry.Interception;
import io.scanmetrics.agent.telemetry.Sites;
import io.scanmetrics.agent.telemetry.Telemetry;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The agent of this JVM, its parts put together. What takes time to start, Byte Buddy and the SDK
 * with all behind it, waits until a class is loaded that a rule may mean.
 */
final class Agent implements WeavingListener {
  private final Options options;
  private final AgentLog log;
  private final Rules rules;
  private final HookIndex index;
  private final RuleTransformer transformer;
  private final Telemetry telemetry;
  private boolean started;

  Agent(Options options, AgentLog log, Rules rules) {
    this.options = options;
    this.log = log;
    this.rules = rules;
    TroubleLog trouble = new TroubleLog(log);
    Sites sites = new Sites();
    List<Hook> hooks = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      for (Hook hook : rule.hooks()) {
        hooks.add(hook);
        targets.add(new Target(hook, new Interception(rule, hook, trouble)));
      }
    }
    this.index = new HookIndex(hooks);
    this.transformer = new RuleTransformer(index, targets, sites, this);
    this.telemetry =
        new Telemetry(sites, new PrivateSdkStarter(options, log, trouble), constants(), trouble);
  }

  private Map<String, Object> constants() {
    Map<String, Object> constants = new LinkedHashMap<>();
    if (rules.scannerVersion() != null) {
      constants.put(ScanAttribute.SCANNER_VERSION.key(), rules.scannerVersion());
    }
    if (rules.scannerImageDigest() != null) {
      constants.put(ScanAttribute.SCANNER_IMAGE_DIGEST.key(), rules.scannerImageDigest());
    }
    return constants;
  }

  /**
   * From here on calls are tracked.
   *
   * @param running whether the application's {@code main} has begun already
   */
  void attach(Instrumentation instrumentation, boolean running) {
    ScanBridge.install(telemetry.bridge());
    instrumentation.addTransformer(transformer, true);
    for (Rule rule : rules.rules()) {
      if (rule.boundary() instanceof Rule.WholeJvm jvm) {
        weavingBegins();
        telemetry.beginProcessScan(rule, jvm.readings());
      }
    }
    if (running || LoadedClasses.mayBeMeant(index)) {
      LoadedClasses.weave(instrumentation, index, log);
    }
  }

  @Override
  public synchronized void weavingBegins() {
    if (started) {
      return;
    }
    started = true;
    telemetry.start();
    try {
      Runtime.getRuntime().addShutdownHook(new ExitHook(telemetry, options.shutdownTimeout()));
    } catch (IllegalStateException e) {
      log.debug("the JVM is already ending; what begins now is not flushed", e);
    }
  }

  @Override
  public void weavingFailed(String className, Throwable cause) {
    log.warnThrottled(
        "weaving", "cannot instrument " + className + "; its calls are not measured", cause);
  }
}
