package io.scanmetrics.agent.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells, by its name alone, whether a class that is being loaded can be meant by any rule. Asked
 * for every class of the JVM, so the usual answer, none, costs one look-up and one comparison per
 * named package, and allocates nothing. Immutable, any thread.
 */
public final class HookIndex {
  private static final int[] NONE = {};
  private static final String[] OF_THE_JDK = {"java/", "javax/", "jdk/", "sun/", "com/sun/"};

  private final List<Hook> hooks;
  private final Map<String, int[]> byName = new HashMap<>();
  private final int[] byPackage;
  private final String[] prefixes;

  /** Of all hooks of the rules, in their order. */
  public static HookIndex of(Rules rules) {
    List<Hook> hooks = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      hooks.addAll(rule.hooks());
    }
    return new HookIndex(hooks);
  }

  /** Numbers the hooks in the order given; the numbers are what {@link #candidates} answers. */
  public HookIndex(List<Hook> hooks) {
    this.hooks = List.copyOf(hooks);
    List<Integer> inPackages = new ArrayList<>();
    List<String> named = new ArrayList<>();
    for (int i = 0; i < this.hooks.size(); i++) {
      ClassSelector type = this.hooks.get(i).type();
      if (type instanceof ClassSelector.Named exact) {
        byName.put(exact.internalName(), append(byName.get(exact.internalName()), i));
      } else {
        inPackages.add(i);
        named.addAll(type.packages().prefixes());
      }
    }
    byPackage = new int[inPackages.size()];
    for (int i = 0; i < byPackage.length; i++) {
      byPackage[i] = inPackages.get(i);
    }
    prefixes = named.toArray(new String[0]);
  }

  /** Whether no class can be meant. */
  public boolean isEmpty() {
    return hooks.isEmpty();
  }

  /** Whether a class that may be loaded before the agent is, is meant by its name or package. */
  public boolean meansClassesOfTheJdk() {
    for (String name : byName.keySet()) {
      if (isOfTheJdk(name)) {
        return true;
      }
    }
    for (String prefix : prefixes) {
      if (isOfTheJdk(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfTheJdk(String internalName) {
    for (String prefix : OF_THE_JDK) {
      if (internalName.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The numbers, ascending, of the hooks whose class selector may match that class; empty for
   * nearly every class. The array is the caller's to read, not to change.
   *
   * @param internalName with slashes
   */
  public int[] candidates(String internalName) {
    int[] exact = byName.get(internalName);
    if (exact == null) {
      exact = NONE;
    }
    return inNamedPackage(internalName) ? merge(exact, internalName) : exact;
  }

  private boolean inNamedPackage(String internalName) {
    for (String prefix : prefixes) {
      if (internalName.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private int[] merge(int[] exact, String internalName) {
    int[] all = new int[exact.length + byPackage.length];
    int count = 0;
    int next = 0;
    for (int number : byPackage) {
      while (next < exact.length && exact[next] < number) {
        all[count++] = exact[next++];
      }
      if (hooks.get(number).type().mayMatch(internalName)) {
        all[count++] = number;
      }
    }
    while (next < exact.length) {
      all[count++] = exact[next++];
    }
    return Arrays.copyOf(all, count);
  }

  private static int[] append(int @Nullable [] numbers, int number) {
    int[] longer = numbers == null ? new int[1] : Arrays.copyOf(numbers, numbers.length + 1);
    longer[longer.length - 1] = number;
    return longer;
  }
}
