package io.scanmetrics.agent.start;

import io.scanmetrics.agent.explain.NotLoaded;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.rules.ClassSelector;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Rules;
import java.lang.instrument.Instrumentation;
import java.util.Collection;

/**
 * Says in one line that nothing was measured in a JVM, be it because it is the wrong one, such as
 * the launcher of a build tool, or because the rules are wrong.
 *
 * <p>Where no class is near any that a rule names, only classes that every start loads are needed.
 */
final class NothingMatched {
  private NothingMatched() {}

  static void say(Rules rules, Instrumentation instrumentation, AgentLog log) {
    Collection<String> loaded = LoadedNames.ofApplication(instrumentation);
    String text =
        "nothing was measured: none of the "
            + rules.rules().size()
            + " rules matched a class of this JVM";
    for (Rule rule : rules.rules()) {
      for (Hook hook : rule.hooks()) {
        if (hook.type() instanceof ClassSelector.Named named && isNear(named.name(), loaded)) {
          NotLoaded why = NotLoaded.of(named, loaded);
          if (why.meant() != null) {
            log.warn(text + "; nearest is " + rule.description() + ": " + why.text());
            return;
          }
        }
      }
    }
    log.info(text);
  }

  /** Whether there is a class whose package begins with the same two words. */
  private static boolean isNear(String typed, Collection<String> loaded) {
    int dot = typed.indexOf('.', typed.indexOf('.') + 1);
    String beginning = typed.substring(0, dot + 1);
    for (String name : loaded) {
      if (!beginning.isEmpty() && name.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }
}
