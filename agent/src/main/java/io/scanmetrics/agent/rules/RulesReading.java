package io.scanmetrics.agent.rules;

import java.util.List;

/**
 * What came of reading the rules files: the rules that are in order, and everything that is not.
 * Immutable.
 *
 * @param rules every rule without a fault; a scan or phase rule with any fault in it is left out
 *     whole
 * @param faults all of them, in the order of the files; with strict rules any of them is one too
 *     many
 * @param switchedOff whether {@code enabled: false} is said for certain: no file after it is faulty
 *     in a way that may hide another word
 * @param hidden how many scan rules are left out because an earlier one takes all that they mean;
 *     each is in the notices
 * @param notices what is no fault but should be said, such as a second scan rule for a method
 */
public record RulesReading(
    Rules rules, List<Fault> faults, boolean switchedOff, int hidden, List<Fault> notices) {
  public RulesReading {
    faults = List.copyOf(faults);
    notices = List.copyOf(notices);
  }
}
