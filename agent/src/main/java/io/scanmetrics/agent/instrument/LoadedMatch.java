package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.ClassSelector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a class that is loaded is worth looking at, by what the JVM knows of it: changing a class
 * that runs stops the application for a moment, and before Java 19 costs it the names of its
 * parameters.
 */
final class LoadedMatch {
  private LoadedMatch() {}

  /** False if the selector cannot mean it. Loads nothing. */
  static boolean isPossible(ClassSelector selector, Class<?> loaded) {
    return !(selector instanceof ClassSelector.SubtypeOf subtype)
        || isSubtype(loaded, subtype.superType());
  }

  private static boolean isSubtype(Class<?> loaded, String superType) {
    Set<Class<?>> seen = new HashSet<>();
    Deque<Class<?>> open = new ArrayDeque<>();
    open.add(loaded);
    while (!open.isEmpty()) {
      Class<?> type = open.remove();
      if (type.getName().equals(superType)) {
        return true;
      }
      add(type.getSuperclass(), seen, open);
      for (Class<?> implemented : type.getInterfaces()) {
        add(implemented, seen, open);
      }
    }
    return false;
  }

  private static void add(@Nullable Class<?> type, Set<Class<?>> seen, Deque<Class<?>> open) {
    if (type != null && seen.add(type)) {
      open.add(type);
    }
  }
}
