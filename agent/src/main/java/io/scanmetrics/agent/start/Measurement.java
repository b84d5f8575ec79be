package io.scanmetrics.agent.start;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.bridge.ScanBridge;
import io.scanmetrics.agent.instrument.Target;
import io.scanmetrics.agent.instrument.TaskWeaving;
import io.scanmetrics.agent.instrument.Weaver;
import io.scanmetrics.agent.instrument.WeavingHost;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Rules;
import io.scanmetrics.agent.telemetry.CarriedContext;
import io.scanmetrics.agent.telemetry.Interception;
import io.scanmetrics.agent.telemetry.Sites;
import io.scanmetrics.agent.telemetry.Telemetry;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is there from the first class on that a rule may mean, to the end of the JVM: the bridge,
 * the weaver that leads calls to it, and the telemetry behind it.
 */
final class Measurement {
  private final Telemetry telemetry;
  private final Sites sites;
  private final TroubleLog trouble;
  private final AgentLog log;
  private volatile Weaver weaver;
  private volatile RuleMatches matches;

  /** Those of the weaver's that are there for what has begun by rules before. */
  private volatile List<Target> ending = List.of();

  private Measurement(
      Telemetry telemetry,
      Sites sites,
      TroubleLog trouble,
      AgentLog log,
      Weaver weaver,
      RuleMatches matches) {
    this.telemetry = telemetry;
    this.sites = sites;
    this.trouble = trouble;
    this.log = log;
    this.weaver = weaver;
    this.matches = matches;
  }

  /** Puts the parts together, and has the agent's thread start what takes long. */
  static Measurement begin(
      Options options,
      AgentLog log,
      Rules rules,
      Instrumentation instrumentation,
      WeavingHost host,
      Surroundings surroundings,
      AgentThread thread) {
    BridgeInstaller.install(instrumentation);
    return Parts.assemble(options, log, rules, instrumentation, host, surroundings, thread);
  }

  /** Hooks for woven methods are made by it. */
  Weaver weaver() {
    return weaver;
  }

  /** Returns when calls are recorded, or the time is over. */
  void awaitReady(Duration timeout) {
    telemetry.awaitReady(timeout);
  }

  /** The scan of {@code scope: jvm} begins, unless it has. */
  void beginProcessScan(Rule rule, Readings readings) {
    if (!telemetry.hasProcessScan()) {
      telemetry.beginProcessScan(rule, readings);
    }
  }

  /**
   * What begins from here on follows other rules. What has begun ends by those by which it began:
   * where that is another call, the methods that end it stay woven as long as anything waits for
   * them.
   */
  void turnTo(Rules next) {
    List<Target> before = weaver.targets();
    List<Target> targets = new ArrayList<>();
    for (Target target : before) {
      if (target.hook().role() == Hook.Role.END
          && telemetry.waitsFor(target.interception().rule())) {
        targets.add(target);
      }
    }
    ending = List.copyOf(targets);
    for (Target target : Parts.targets(next, trouble)) {
      target.hook().readings().prepare();
      targets.add(target);
    }
    Map<Target, Target> successors = Target.successors(before, targets);
    matches = new RuleMatches(next, log, trouble, matches, successors);
    Map<Interception, Interception> replaced = new HashMap<>();
    successors.forEach((old, now) -> replaced.put(old.interception(), now.interception()));
    sites.replace(replaced);
    weaver = new Weaver(targets, sites, matches);
    telemetry.give(Parts.constants(next));
    if (!next.haveProcessScan()) {
      telemetry.endProcessScan();
    }
  }

  /** All classes are woven by the rules that are in force now. */
  void forgetRulesBefore() {
    Set<Interception> valid = new HashSet<>();
    for (Target target : weaver.targets()) {
      valid.add(target.interception());
    }
    sites.retain(valid);
  }

  /** Whether something has ended since that had begun by rules before. */
  boolean hasEndedSince() {
    for (Target target : ending) {
      if (!telemetry.waitsFor(target.interception().rule())) {
        return true;
      }
    }
    return false;
  }

  /** Whether the JDK can be given back as it was, and has not been. */
  boolean canRest() {
    return telemetry.canRest();
  }

  /** Nothing is to begin: gives the JDK back as it was if nothing is open. */
  void rest() {
    telemetry.rest();
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

    static Measurement assemble(
        Options options,
        AgentLog log,
        Rules rules,
        Instrumentation instrumentation,
        WeavingHost host,
        Surroundings surroundings,
        AgentThread thread) {
      TroubleLog trouble = new TroubleLog(log);
      Sites sites = new Sites();
      CarriedContext carried = surroundings.carried();
      Telemetry telemetry =
          new Telemetry(
              sites, surroundings.recorder(trouble), carried, options.orphanTimeout(), trouble);
      telemetry.give(constants(rules));
      telemetry.followTasks(new TaskWeaving(instrumentation, host, carried == CarriedContext.NONE));
      ScanBridge.install(telemetry.bridge());
      List<Target> targets = targets(rules, trouble);
      telemetry.rehearse(targets.stream().map(Target::interception).toList());
      thread.record(telemetry);
      RuleMatches matches = new RuleMatches(rules, log, trouble);
      return new Measurement(
          telemetry, sites, trouble, log, new Weaver(targets, sites, matches), matches);
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
