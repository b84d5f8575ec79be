package io.scanmetrics.agent.instrument;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/**
 * What the classes of one place extend and implement, so that it is known which are below a type
 * without loading any. Each class file is read once, and only the names in it are kept. One that is
 * not found is looked for each time: it may turn up.
 *
 * <p>Safe for any thread. No lock is held while class files are looked for, because an
 * application's class loader may do anything then.
 */
final class SuperTypes {
  /** Of so many classes the names are kept at once: more than most places have. */
  static final int MOST = 10_000;

  private static final String TOP = "java.lang.Object";

  private final ClassFiles files;
  private final Map<String, List<String>> known = new ConcurrentHashMap<>();

  SuperTypes(ClassFiles files) {
    this.files = files;
  }

  /** What a class extends and implements itself, by names with dots. */
  static List<String> of(ClassReader type) {
    List<String> names = new ArrayList<>();
    String extended = type.getSuperName();
    if (extended != null) {
      names.add(extended.replace('/', '.'));
    }
    for (String implemented : type.getInterfaces()) {
      names.add(implemented.replace('/', '.'));
    }
    return List.copyOf(names);
  }

  /**
   * Whether a type is one of some others or above one of them. Its name is enough: its own class
   * file need not be found.
   */
  boolean lead(Collection<String> types, String superType) {
    return upwards(types, superType, new LinkedHashSet<>()).contains(superType);
  }

  /**
   * The names of some types and of all above them, nearest first.
   *
   * @param unknown gets the names of those that are not found
   */
  Set<String> upwards(Collection<String> types, Set<String> unknown) {
    return upwards(types, null, unknown);
  }

  private Set<String> upwards(
      Collection<String> types, @Nullable String goal, Set<String> unknown) {
    Set<String> seen = new LinkedHashSet<>(types);
    Deque<String> open = new ArrayDeque<>(types);
    while (!open.isEmpty() && (goal == null || !seen.contains(goal))) {
      String type = open.remove();
      List<String> above = above(type);
      if (above == null) {
        unknown.add(type);
        continue;
      }
      for (String each : above) {
        if (seen.add(each)) {
          open.add(each);
        }
      }
    }
    return seen;
  }

  private @Nullable List<String> above(String type) {
    if (type.equals(TOP)) {
      return List.of();
    }
    List<String> above = known.get(type);
    if (above == null) {
      ClassReader found = find(type);
      if (found == null) {
        return null;
      }
      above = of(found);
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(type, above);
    }
    return above;
  }

  /** The class file of a type, {@code null} if there is none that can be read. */
  @Nullable ClassReader find(String type) {
    try {
      byte[] found = files.find(type);
      return found == null ? null : new ClassReader(found);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }
}
