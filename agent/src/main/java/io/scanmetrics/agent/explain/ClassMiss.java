package io.scanmetrics.agent.explain;

import io.scanmetrics.agent.rules.ClassSelector;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Words what comes nearest where no class is meant by a hook's class selector. */
final class ClassMiss {
  private final ClassSelector selector;
  private final ClassPaths paths;
  private final Outsiders outsiders;

  ClassMiss(ClassSelector selector, ClassPaths paths, Outsiders outsiders) {
    this.selector = selector;
    this.paths = paths;
    this.outsiders = outsiders;
  }

  /** What comes nearest and what to do about it, half a sentence. */
  String text() {
    if (selector instanceof ClassSelector.Named named) {
      return notFound("class", named.name());
    }
    String missing = missingType();
    if (missing != null && !isKnown(missing)) {
      return notFound(selector instanceof ClassSelector.SubtypeOf ? "type" : "annotation", missing);
    }
    String outside = outsiders.any(selector);
    if (outside != null) {
      return outside + " would be meant, but packages: leaves it out";
    }
    return inPackages() == 0 ? emptyPackages() : unfit();
  }

  private @Nullable String missingType() {
    if (selector instanceof ClassSelector.SubtypeOf subtype) {
      return subtype.superType();
    }
    return selector instanceof ClassSelector.Annotated annotated ? annotated.annotation() : null;
  }

  private boolean isKnown(String name) {
    return paths.names().contains(name) || paths.inJdk(name) != null;
  }

  private String notFound(String what, String name) {
    ClassFile inJdk = paths.inJdk(name);
    if (inJdk != null) {
      return "class not found in these paths, but in the JDK; add " + inJdk.place();
    }
    String meant = Near.type(name, paths.names());
    return what
        + " not found"
        + (meant == null ? " in these paths" : "; did you mean `" + meant + "`?");
  }

  private int inPackages() {
    int count = 0;
    for (ClassFile file : paths.classes()) {
      count += selector.packages().contain(file.internalName()) ? 1 : 0;
    }
    return count;
  }

  private String emptyPackages() {
    String packages = String.join(", ", selector.packages().names());
    String meant = Near.of(selector.packages().names().get(0), packages(paths.names()));
    return "no class lies in "
        + packages
        + (meant == null ? "" : "; did you mean `" + meant + "`?");
  }

  private static Set<String> packages(Collection<String> classes) {
    Set<String> packages = new LinkedHashSet<>();
    for (String name : classes) {
      for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
        packages.add(name.substring(0, dot));
      }
    }
    return packages;
  }

  private String unfit() {
    String found = "none of the " + inPackages() + " classes in its packages ";
    if (selector instanceof ClassSelector.Like like) {
      for (ClassFile file : paths.classes()) {
        if (selector.packages().contain(file.internalName())
            && like.regex().fitsPartOf(file.name())) {
          return found
              + "fits; a regular expression must fit the whole name, such as `"
              + file.name()
              + "`";
        }
      }
      return found + "fits";
    }
    return found
        + (selector instanceof ClassSelector.SubtypeOf ? "extends or implements it" : "carries it");
  }
}
