package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.telemetry.Interception;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Methods that a rule means, and what their calls mean to it.
 *
 * @param hook says which
 * @param interception is told of their calls
 */
public record Target(Hook hook, Interception interception) {
  /**
   * Of targets of other rules, those that take the place of others, because the same is woven for
   * them. One that is in both lists takes its own.
   */
  public static Map<Target, Target> successors(List<Target> before, List<Target> now) {
    Map<Target, Target> successors = new HashMap<>();
    List<Target> free = new ArrayList<>(now);
    for (Target target : before) {
      if (free.remove(target)) {
        successors.put(target, target);
      }
    }
    for (Target target : before) {
      for (Target next : successors.containsKey(target) ? List.<Target>of() : free) {
        if (target.isWovenLike(next)) {
          successors.put(target, next);
          free.remove(next);
          break;
        }
      }
    }
    return successors;
  }

  /** Whether the same is woven, into the same methods, for that one. */
  boolean isWovenLike(Target other) {
    return hook.role() == other.hook.role()
        && kind() == other.kind()
        && hook.type().equals(other.hook.type())
        && hook.method().equals(other.hook.method())
        && hook.excludes().equals(other.hook.excludes())
        && interception.needsValues() == other.interception.needsValues();
  }

  private Rule.Kind kind() {
    return interception.rule().kind();
  }
}
