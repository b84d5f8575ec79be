package io.scanmetrics.agent.start;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Option;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.rules.Fault;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Rules;
import io.scanmetrics.agent.rules.RulesReader;
import io.scanmetrics.agent.rules.RulesReading;
import io.scanmetrics.agent.rules.expression.Expressions;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happens before the application's {@code main}: options, rules, transformer.
 *
 * <p>Every millisecond here is one that the application starts later, in a JVM in which nothing is
 * compiled and hardly any class is loaded yet: no lambdas, streams, regular expressions, logging
 * frameworks or file systems on this path.
 */
public final class AgentStarter implements Predicate<@Nullable Object[]> {
  private static final String[] NEEDED_MODULES = {"java.sql", "java.naming"};

  private @Nullable Agent agent;
  private @Nullable RulesWatch watch;

  /**
   * Called by the entry point, in the agent's class loader, each time that the agent is attached,
   * one at a time. An agent that is attached already, but has no rules in force, reads the rules
   * files that are named now; its other options stay.
   *
   * @param attachment what stands behind the agent's jar on the command line, a String or {@code
   *     null}; the {@link Instrumentation}; and whether the application's {@code main} has begun
   *     already, a Boolean
   * @return whether anything was done; false if one that was attached before goes on
   * @throws IllegalStateException if the agent cannot start; the application must not see it
   */
  @Override
  public boolean test(@Nullable Object[] attachment) {
    if (agent != null && (agent.isOn() || watch == null)) {
      return false;
    }
    start(
        (String) attachment[0],
        (Instrumentation) Objects.requireNonNull(attachment[1]),
        Boolean.TRUE.equals(attachment[2]));
    return true;
  }

  private void start(@Nullable String argument, Instrumentation instrumentation, boolean running) {
    Options options = Options.ofAgent(argument, System.getProperties(), System.getenv());
    AgentLog log = AgentLog.toStderr(options.logLevel());
    for (String fault : options.faults()) {
      log.warn(fault);
    }
    if (!options.enabled()) {
      return;
    }
    String missing = missingModule();
    if (missing != null) {
      log.error(
          "this JVM runs without the module "
              + missing
              + "; add --add-modules "
              + missing
              + " to its options; the application runs without the agent");
      return;
    }
    if (options.rules().isEmpty()) {
      log.warn(
          "no rules file is given, so nothing is measured; name one with"
              + " -Dscan.metrics.rules=FILE");
      return;
    }
    if (watch != null) {
      watch.turnTo(options.rules());
      return;
    }
    long stamp = RulesWatch.stampOf(options.rules());
    Rules rules = rules(options, read(options.rules(), instrumentation), log);
    if (!rules.rules().isEmpty() || options.rulesWatched()) {
      agent = new Agent(options, log, rules, instrumentation);
      agent.attach(running);
      if (options.rulesWatched()) {
        watch = new RulesWatch(agent, log, options.rules(), stamp);
        watch.start();
      }
    }
  }

  static RulesReading read(List<String> files, Instrumentation instrumentation) {
    return RulesReader.read(
        files, System.getenv(), new Expressions(new OpenedModules(instrumentation)));
  }

  /** The rules to begin with; why there are none, if so, is said. */
  private static Rules rules(Options options, RulesReading reading, AgentLog log) {
    say(reading, log);
    if (options.rulesStrict() && !reading.faults().isEmpty()) {
      log.error("the agent is off, because scan.metrics.rules.strict=true and a rule is faulty");
      return Rules.NONE;
    }
    Rules rules = reading.rules();
    if (!rules.enabled()) {
      log.info("switched off by 'enabled: false' in the rules");
    } else if (rules.rules().isEmpty()) {
      log.error("no rule is left to apply, so nothing is measured");
    } else {
      sayIfNoTenant(rules, options, log);
    }
    return rules.inForce();
  }

  /** A JVM started with -m or made by jlink has only the modules that its application needs. */
  private static @Nullable String missingModule() {
    for (String module : NEEDED_MODULES) {
      if (ModuleLayer.boot().findModule(module).isEmpty()) {
        return module;
      }
    }
    return null;
  }

  static void say(RulesReading reading, AgentLog log) {
    for (Fault fault : reading.faults()) {
      log.error(fault.text());
    }
    for (Fault notice : reading.notices()) {
      log.warn(notice.text());
    }
  }

  /** Rows of nobody's are easily overlooked by whoever looks for their own. */
  private static void sayIfNoTenant(Rules rules, Options options, AgentLog log) {
    if (options.jdbcUrl() == null || options.isSet(Option.TENANT_ID)) {
      return;
    }
    for (Rule rule : rules.rules()) {
      if (rule.reads(ScanAttribute.TENANT_ID.key())) {
        return;
      }
    }
    log.info(
        "no rule gives scan.tenant.id and scan.metrics.tenant.id is not set, so scans are stored"
            + " under tenant "
            + options.tenantId());
  }
}
