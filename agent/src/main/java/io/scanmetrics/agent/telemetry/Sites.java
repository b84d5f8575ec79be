package io.scanmetrics.agent.telemetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers what applies to woven methods, so that the code woven into them need name nothing but an
 * {@code int}. Methods to which the same applies share a number: however many classes are loaded,
 * the table stays as small as the rules file. Safe for any thread; reading is one array access.
 */
public final class Sites {
  private static final Interception[] NONE = {};

  private final Map<List<Interception>, Integer> numbers = new HashMap<>();

  /** What takes the place of what, while a class may still be woven by the rules before. */
  private Map<Interception, Interception> successors = Map.of();

  private volatile Interception[][] sites = {};

  /** The number of methods to which exactly these apply, in this order. */
  public synchronized int numberOf(List<Interception> applying) {
    List<Interception> interceptions = successorsOf(applying);
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

  /**
   * Other rules are in force: methods in which all that applies has a successor follow it from the
   * next call on. The others stay as they are until {@link #retain}.
   *
   * @param next what takes the place of what
   */
  public synchronized void replace(Map<Interception, Interception> next) {
    successors = Map.copyOf(next);
    Interception[][] changed = sites.clone();
    numbers.clear();
    for (int i = 0; i < changed.length; i++) {
      List<Interception> applying = successorsOf(List.of(changed[i]));
      changed[i] = applying.toArray(NONE);
      if (changed[i].length > 0) {
        numbers.putIfAbsent(applying, i);
      }
    }
    sites = changed;
  }

  /** Nothing else applies anywhere from here on. */
  public synchronized void retain(Set<Interception> valid) {
    successors = Map.of();
    Interception[][] changed = sites.clone();
    for (int i = 0; i < changed.length; i++) {
      if (!valid.containsAll(List.of(changed[i]))) {
        numbers.remove(List.of(changed[i]));
        changed[i] = NONE;
      }
    }
    sites = changed;
  }

  private List<Interception> successorsOf(List<Interception> applying) {
    List<Interception> next = new ArrayList<>();
    for (Interception each : applying) {
      Interception successor = successors.get(each);
      if (successor == null) {
        return applying;
      }
      next.add(successor);
    }
    return next;
  }

  Interception[] at(int number) {
    return sites[number];
  }
}
