package io.scanmetrics.agent.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the scan rules that can never apply, as far as their text tells: an earlier one means the
 * same method. Where patterns or super types are involved, only the classes themselves can tell.
 */
final class ScanOverlap {
  private ScanOverlap() {}

  /** Whether an earlier scan rule takes all that this one means; a notice then says so. */
  static boolean isHidden(Rule rule, List<Rule> earlier, List<Fault> notices) {
    for (Rule other : earlier) {
      if (hides(other.boundary(), rule.boundary())) {
        Source source = rule.source();
        notices.add(
            new Fault(
                source.file(),
                source.line(),
                source.column(),
                "this scan rule never applies: the one in "
                    + other.source().file()
                    + ":"
                    + other.source().line()
                    + " goes first for "
                    + other.label(),
                null));
        return true;
      }
    }
    return false;
  }

  private static boolean hides(Rule.Boundary first, Rule.Boundary second) {
    if (first instanceof Rule.WholeJvm && second instanceof Rule.WholeJvm) {
      return true;
    }
    return first instanceof Rule.Call one
        && second instanceof Rule.Call other
        && one.hook().readings().when() == null
        && one.hook().excludes().isEmpty()
        && isSameClass(one.hook().type(), other.hook().type())
        && hides(one.hook().method(), other.hook().method());
  }

  // Names are compared, not records: their equals is made at run time, which costs a cold JVM.
  private static boolean isSameClass(ClassSelector first, ClassSelector second) {
    return first instanceof ClassSelector.Named one
        && second instanceof ClassSelector.Named other
        && one.name().equals(other.name());
  }

  private static boolean hides(MethodSelector first, MethodSelector second) {
    return first.name() instanceof MethodSelector.Named one
        && second.name() instanceof MethodSelector.Named other
        && one.name().equals(other.name())
        && covers(first.parameters(), second.parameters());
  }

  private static boolean covers(
      MethodSelector.@Nullable Parameters first, MethodSelector.@Nullable Parameters second) {
    return first == null || (second != null && first.types().equals(second.types()));
  }
}
