package io.scanmetrics.agent.start;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Options;
import java.lang.instrument.Instrumentation;
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
  private @Nullable Agent agent;

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
    if (agent != null && !agent.waitsForRules()) {
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
    if (!RulesInForce.canBeRead(options, log)) {
      return;
    }
    if (agent != null) {
      agent.turnTo(options.rules());
      return;
    }
    agent = Agent.of(options, log, instrumentation, new Alone(options, log));
    if (agent != null) {
      agent.attach(running);
    }
  }
}
