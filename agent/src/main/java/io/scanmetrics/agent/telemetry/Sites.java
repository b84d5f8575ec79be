package io.scanmetrics.agent.telemetry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers what applies to woven methods, so that the code woven into them need name nothing but an
 * {@code int}. Methods to which the same applies share a number: however many classes are loaded,
 * the table stays as small as the rules file. Safe for any thread; reading is one array access.
 */
public final class Sites {
  private static final Interception[] NONE = {};

  private final Map<List<Interception>, Integer> numbers = new HashMap<>();
  private volatile Interception[][] sites = {};

  /** The number of methods to which exactly these apply, in this order. */
  public synchronized int numberOf(List<Interception> interceptions) {
    Integer known = numbers.get(interceptions);
    if (known != null) {
      return known;
    }
    int number = sites.length;
    Interception[][] grown = Arrays.copyOf(sites, number + 1);
    grown[number] = interceptions.toArray(NONE);
    sites = grown;
    numbers.put(List.copyOf(interceptions), number);
    return number;
  }

  Interception[] at(int number) {
    return sites[number];
  }
}
