package io.scanmetrics.agent.explain;

import io.scanmetrics.agent.rules.ClassSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words why a hook's class selector meant no class in a running JVM, as far as the names of the
 * classes that were loaded tell.
 *
 * @param text half a sentence
 * @param meant the class that will have been meant, {@code null} if none is near
 */
public record NotLoaded(String text, @Nullable String meant) {

  /**
   * What can be told.
   *
   * @param loaded the names of all classes that were loaded, with dots
   */
  public static NotLoaded of(ClassSelector selector, Collection<String> loaded) {
    if (selector instanceof ClassSelector.Named named) {
      return withNearest("no class of that name was loaded", named.name(), loaded);
    }
    int count = 0;
    for (String name : loaded) {
      count += selector.packages().contain(name.replace('.', '/')) ? 1 : 0;
    }
    if (count == 0) {
      String packages = String.join(", ", selector.packages().names());
      return new NotLoaded("no class of " + packages + " was loaded", null);
    }
    String none = "none of the " + count + " classes that were loaded from its packages ";
    if (selector instanceof ClassSelector.SubtypeOf subtype) {
      return loaded.contains(subtype.superType())
          ? new NotLoaded(none + "extends or implements it", null)
          : withNearest("no type of that name was loaded", subtype.superType(), loaded);
    }
    if (selector instanceof ClassSelector.Annotated annotated) {
      return loaded.contains(annotated.annotation())
          ? new NotLoaded(none + "carries it", null)
          : withNearest(none + "carries it", annotated.annotation(), loaded);
    }
    return new NotLoaded(none + "fits", null);
  }

  private static NotLoaded withNearest(String text, String typed, Collection<String> loaded) {
    List<String> related = new ArrayList<>();
    String beginning = typed.substring(0, typed.indexOf('.') + 1);
    for (String name : loaded) {
      if (name.startsWith(beginning)) {
        related.add(name);
      }
    }
    String meant = Near.type(typed, related);
    return new NotLoaded(meant == null ? text : text + "; did you mean `" + meant + "`?", meant);
  }
}
