package io.scanmetrics.agent.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the rules files say, faulty rules left out: what the instrumentation is built from.
 * Immutable.
 *
 * @param scannerVersion {@code scanner: version}, the environment already filled in; {@code null}
 *     if the files give none
 * @param scannerImageDigest {@code scanner: image_digest}, likewise
 * @param rules the scan rules in the order of the files, then the phase rules in theirs; of several
 *     rules for one method the earlier goes first
 */
public record Rules(
    @Nullable String scannerVersion, @Nullable String scannerImageDigest, List<Rule> rules) {

  /** No rules at all. */
  public static final Rules NONE = new Rules(null, null, List.of());

  public Rules {
    rules = List.copyOf(rules);
  }
}
