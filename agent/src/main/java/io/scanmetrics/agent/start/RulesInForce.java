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
import org.jspecify.annotations.Nullable;

/** Reads the rules that are to apply in this JVM, and says why there are none if so. */
public final class RulesInForce {
  private static final String[] NEEDED_MODULES = {"java.sql", "java.naming"};

  private RulesInForce() {}

  /** Whether this JVM has what is needed, and rules files are named; if not, it is said. */
  public static boolean canBeRead(Options options, AgentLog log) {
    String missing = missingModule();
    if (missing != null) {
      log.error(
          "this JVM runs without the module "
              + missing
              + "; add --add-modules "
              + missing
              + " to its options; the application runs without the agent");
      return false;
    }
    if (options.rules().isEmpty()) {
      log.warn(
          "no rules file is given, so nothing is measured; name one with"
              + " -Dscan.metrics.rules=FILE");
      return false;
    }
    return true;
  }

  /** The rules to begin with; why there are none, if so, is said. */
  public static Rules read(Options options, AgentLog log, Instrumentation instrumentation) {
    return rules(options, reading(options.rules(), instrumentation), log);
  }

  static RulesReading reading(List<String> files, Instrumentation instrumentation) {
    return RulesReader.read(
        files, System.getenv(), new Expressions(new OpenedModules(instrumentation)));
  }

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
