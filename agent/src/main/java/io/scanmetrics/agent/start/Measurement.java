package io.scanmetrics.agent.start;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.bridge.ScanBridge;
import io.scanmetrics.agent.instrument.Target;
import io.scanmetrics.agent.instrument.TaskWeaving;
import io.scanmetrics.agent.instrument.Weaver;
import io.scanmetrics.agent.instrument.WeavingHost;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.recording.PrivateRecorder;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Rules;
import io.scanmetrics.agent.telemetry.Interception;
import io.scanmetrics.agent.telemetry.Sites;
import io.scanmetrics.agent.telemetry.Telemetry;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is there from the first class on that a rule may mean, to the end of the JVM: the bridge,
 * the weaver that leads calls to it, and the telemetry behind it.
 */
final class Measurement {
  private final Telemetry telemetry;
  private final Weaver weaver;
  private final RuleMatches matches;

  private Measurement(Telemetry telemetry, Weaver weaver, RuleMatches matches) {
    this.telemetry = telemetry;
    this.weaver = weaver;
    this.matches = matches;
  }

  /** Puts the parts together and starts the agent's thread, which starts what takes long. */
  static Measurement begin(
      Options options,
      AgentLog log,
      Rules rules,
      Instrumentation instrumentation,
      WeavingHost host) {
    try {
      BridgeInstaller.install(instrumentation);
    } catch (IOException | IllegalAccessException e) {
      throw new IllegalStateException("the bridge cannot be put into java.base: " + e, e);
    }
    return Parts.assemble(options, log, rules, new TaskWeaving(instrumentation, host));
  }

  /** Hooks for woven methods are made by it. */
  Weaver weaver() {
    return weaver;
  }

  /** The scan of {@code scope: jvm} begins. */
  void beginProcessScan(Rule rule, Readings readings) {
    telemetry.beginProcessScan(rule, readings);
  }

  /** Whether a rule has found a method, or is for the JVM as a whole. */
  boolean hasFound() {
    return !matches.isEmpty();
  }

  /**
   * The JVM is about to end: names the rules that found nothing.
   *
   * @param loaded the names of the classes that were loaded
   */
  void nameUnmatched(Collection<String> loaded) {
    matches.end(loaded);
  }

  /** The JVM is about to end. Returns when everything is handed on, or after the timeout. */
  void end(Duration timeout) {
    telemetry.end(timeout);
  }

  /** Apart, because linking what names the bridge needs the bridge. */
  private static final class Parts {
    private Parts() {}

    static Measurement assemble(Options options, AgentLog log, Rules rules, TaskWeaving tasks) {
      TroubleLog trouble = new TroubleLog(log);
      Sites sites = new Sites();
      Telemetry telemetry =
          new Telemetry(
              sites,
              new PrivateRecorder(
                  new PrivateSdkStarter(options, log, trouble), constants(rules), trouble),
              options.orphanTimeout(),
              trouble);
      telemetry.followTasks(tasks);
      ScanBridge.install(telemetry.bridge());
      List<Target> targets = targets(rules, trouble);
      telemetry.start(targets.stream().map(Target::interception).toList());
      RuleMatches matches = new RuleMatches(rules, log, trouble);
      return new Measurement(telemetry, new Weaver(targets, sites, matches), matches);
    }

    /** One for each hook, in the order of the index. */
    private static List<Target> targets(Rules rules, TroubleLog trouble) {
      List<Target> targets = new ArrayList<>();
      for (Rule rule : rules.rules()) {
        for (Hook hook : rule.hooks()) {
          targets.add(new Target(hook, new Interception(rule, hook, trouble)));
        }
      }
      return targets;
    }

    private static Map<String, Object> constants(Rules rules) {
      Map<String, Object> constants = new LinkedHashMap<>();
      if (rules.scannerVersion() != null) {
        constants.put(ScanAttribute.SCANNER_VERSION.key(), rules.scannerVersion());
      }
      if (rules.scannerImageDigest() != null) {
        constants.put(ScanAttribute.SCANNER_IMAGE_DIGEST.key(), rules.scannerImageDigest());
      }
      return constants;
    }
  }
}
