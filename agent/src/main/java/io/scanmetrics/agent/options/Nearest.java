package io.scanmetrics.agent.options;

import java.util.Iterator;
import java.util.List;

/** Finds what somebody who mistyped a name will have meant. */
public final class Nearest {
  private Nearest() {}

  /** The name that takes the fewest edits to get to; the first of several. */
  public static String of(String typed, List<String> names) {
    Iterator<String> rest = names.iterator();
    String nearest = rest.next();
    int least = distance(typed, nearest);
    while (rest.hasNext()) {
      String name = rest.next();
      int distance = distance(typed, name);
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return nearest;
  }

  /** Characters to insert, delete, replace or swap with their neighbour. */
  public static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, i, b, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, int i, String b, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least =
        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
