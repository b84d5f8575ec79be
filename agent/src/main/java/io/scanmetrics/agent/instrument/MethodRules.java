package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The rules that apply to one method, asked for one after the other: any number of phase rules, but
 * of the scan rules only the first.
 */
public final class MethodRules {
  private @Nullable Rule scan;

  /**
   * Whether a rule that means the method applies to it beside those admitted before.
   *
   * @param hook of that rule
   */
  public boolean admits(Rule rule, Hook hook) {
    if (rule.kind() != Rule.Kind.SCAN || hook.role() != Hook.Role.CALL) {
      return true;
    }
    if (scan != null) {
      return false;
    }
    scan = rule;
    return true;
  }

  /** The scan rule that was admitted, {@code null} if none was so far. */
  public @Nullable Rule scan() {
    return scan;
  }
}
