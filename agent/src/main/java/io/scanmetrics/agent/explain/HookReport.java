package io.scanmetrics.agent.explain;

import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one hook of a rule would do: the rule's own, or one of the two that a rule with {@code
 * start:} and {@code end:} has.
 *
 * @param hits in the order of classes
 * @param nearestMiss what comes nearest to a hit, and what to do about it; {@code null} if there
 *     are hits
 * @param notes what cannot be told, or will not be measured, whatever the hits
 */
public record HookReport(
    Rule rule, Hook hook, List<Hit> hits, @Nullable String nearestMiss, List<String> notes) {
  public HookReport {
    hits = List.copyOf(hits);
    notes = List.copyOf(notes);
  }
}
