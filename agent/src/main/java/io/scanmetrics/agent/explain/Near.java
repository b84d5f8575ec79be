package io.scanmetrics.agent.explain;

import io.scanmetrics.agent.options.Nearest;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who mistyped the name of a class or method will have meant, if it is near enough.
 */
final class Near {
  private Near() {}

  /** The name with the fewest edits, {@code null} if that would be guessing. */
  static @Nullable String of(String typed, Collection<String> names) {
    return closest(typed, names, typed.length());
  }

  /**
   * The class that was meant: with dots for dollar signs, in another package, or mistyped.
   *
   * @param names fully qualified; none of them is the one that was typed
   */
  static @Nullable String type(String typed, Collection<String> names) {
    String simple = simple(typed);
    String elsewhere = null;
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      if (name.replace('$', '.').equals(typed.replace('$', '.'))) {
        return name;
      }
      if (simple(name).equalsIgnoreCase(simple)) {
        int distance = distance(typed, name);
        if (distance < least) {
          least = distance;
          elsewhere = name;
        }
      }
    }
    return elsewhere == null ? closest(typed, names, simple.length()) : elsewhere;
  }

  /**
   * @param known how many letters it goes by: a third of them may be wrong
   */
  private static @Nullable String closest(String typed, Collection<String> names, int known) {
    String closest = null;
    int least = Math.max(1, known / 3) + 1;
    for (String name : names) {
      if (Math.abs(name.length() - typed.length()) < least) {
        int distance = distance(typed, name);
        if (distance < least) {
          least = distance;
          closest = name;
        }
      }
    }
    return closest;
  }

  private static int distance(String typed, String name) {
    return Nearest.distance(typed.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }

  private static String simple(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }
}
