package io.scanmetrics.agent.explain;

import java.util.List;

/**
 * What rules would do to the classes in some places.
 *
 * @param hooks one for each hook, in the order of the rules; a rule for the JVM as a whole has none
 * @param faults what could not be looked into
 */
public record Explanation(List<HookReport> hooks, List<String> faults) {
  public Explanation {
    hooks = List.copyOf(hooks);
    faults = List.copyOf(faults);
  }

  /** How many hooks would intercept nothing. */
  public int misses() {
    int misses = 0;
    for (HookReport hook : hooks) {
      misses += hook.hits().isEmpty() ? 1 : 0;
    }
    return misses;
  }
}
