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
 * @param enabled false: {@code enabled: false}, nothing is to be measured
 * @param rules the scan rules in the order of the files, then the phase rules in theirs; of several
 *     rules for one method the earlier goes first
 */
public record Rules(
    @Nullable String scannerVersion,
    @Nullable String scannerImageDigest,
    boolean enabled,
    List<Rule> rules) {

  /** No rules at all. */
  public static final Rules NONE = new Rules(null, null, true, List.of());

  public Rules {
    rules = List.copyOf(rules);
  }

  /** Whether the life of the JVM is a scan. */
  public boolean haveProcessScan() {
    for (Rule rule : rules) {
      if (rule.boundary() instanceof Rule.WholeJvm) {
        return true;
      }
    }
    return false;
  }

  /** The rules that apply: none if they are switched off. */
  public Rules inForce() {
    return enabled ? this : new Rules(scannerVersion, scannerImageDigest, false, List.of());
  }
}
