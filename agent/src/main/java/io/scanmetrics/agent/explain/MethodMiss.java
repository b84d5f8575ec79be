package io.scanmetrics.agent.explain;

import io.scanmetrics.agent.instrument.ClassView;
import io.scanmetrics.agent.instrument.MethodView;
import io.scanmetrics.agent.rules.ClassSelector;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.MethodSelector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Words what comes nearest where the classes of a hook are there, but no method that it means. The
 * reasons are tried in the order of how near they are, over all of the classes.
 */
public final class MethodMiss {
  private static final int MOST_NAMED = 5;

  private final Hook hook;
  private final MethodSelector selector;
  private final List<ClassView> classes;

  private MethodMiss(Hook hook, List<ClassView> classes) {
    this.hook = hook;
    this.selector = hook.method();
    this.classes = classes;
  }

  /**
   * What comes nearest and what to do about it, half a sentence.
   *
   * @param classes at least one; all are meant by the hook, and none has a method that is
   */
  public static String of(Hook hook, List<ClassView> classes) {
    MethodMiss miss = new MethodMiss(hook, classes);
    String text = miss.excluded();
    text = text == null ? miss.withoutBody() : text;
    text = text == null ? miss.otherParameters() : text;
    text = text == null ? miss.inherited() : text;
    return text == null ? miss.otherName() : text;
  }

  private @Nullable String excluded() {
    for (ClassView type : classes) {
      for (MethodView method : type.methods()) {
        if (method.fits(selector) && method.body() == MethodView.Body.PRESENT) {
          return "method found, but " + type.name() + "." + method.signature() + " is excluded";
        }
      }
    }
    return null;
  }

  private @Nullable String withoutBody() {
    for (ClassView type : classes) {
      for (MethodView method : type.methods()) {
        if (method.fits(selector) && method.body() != MethodView.Body.PRESENT) {
          return withoutBody(type, method);
        }
      }
    }
    return null;
  }

  private String withoutBody(ClassView type, MethodView method) {
    String found = "method found, but " + type.name() + "." + method.signature();
    return switch (method.body()) {
      case ABSTRACT ->
          found
              + " is abstract; select the classes that implement it"
              + (hook.type() instanceof ClassSelector.SubtypeOf
                  ? ", which are in none of the packages"
                  : ": super_type: " + type.name() + ", with packages");
      case NATIVE -> found + " is native and cannot be measured; name the method that calls it";
      default -> found + " is made by the compiler" + behindBridge(type, method);
    };
  }

  /** The method that was written has the same name and as many parameters. */
  private static String behindBridge(ClassView type, MethodView bridge) {
    for (MethodView method : type.methods()) {
      if (method.body() == MethodView.Body.PRESENT
          && method.name().equals(bridge.name())
          && method.parameters().size() == bridge.parameters().size()) {
        return "; did you mean `" + method.signature() + "`?";
      }
    }
    return "";
  }

  private @Nullable String otherParameters() {
    if (selector.parameters() == null) {
      return null;
    }
    MethodSelector any = new MethodSelector(selector.name(), null);
    Set<String> found = new LinkedHashSet<>();
    for (ClassView type : classes) {
      for (MethodView method : type.methods()) {
        if (method.fits(any) && method.body() != MethodView.Body.SYNTHETIC) {
          found.add(method.signature());
        }
      }
    }
    return found.isEmpty()
        ? null
        : "method found, but with other parameters; did you mean "
            + String.join(" or ", quoted(found))
            + "?";
  }

  private @Nullable String inherited() {
    for (ClassView type : classes) {
      for (ClassView above : type.superTypes()) {
        for (MethodView method : above.methods()) {
          if (method.fits(selector)) {
            return lead()
                + ": "
                + type.name()
                + " inherits "
                + method.signature()
                + " from "
                + above.name()
                + "; name that class";
          }
        }
      }
    }
    return null;
  }

  private String otherName() {
    if (selector.name() instanceof MethodSelector.Named named) {
      return notNamed(named.name());
    }
    if (selector.name() instanceof MethodSelector.Like like) {
      return notLike(like);
    }
    return notAnnotated(((MethodSelector.Annotated) selector.name()).annotation());
  }

  private String notNamed(String name) {
    Set<String> names = names();
    String meant = Near.of(name, names);
    return lead() + (meant == null ? having(names) : "; did you mean `" + meant + "`?");
  }

  private String notLike(MethodSelector.Like like) {
    Set<String> names = names();
    for (String name : names) {
      if (like.regex().fitsPartOf(name)) {
        return lead()
            + "; a regular expression must fit the whole name, such as `"
            + name
            + "`; did you mean `.*"
            + like.regex().regex()
            + ".*`?";
      }
    }
    return lead() + having(names);
  }

  private String notAnnotated(String annotation) {
    Set<String> found = new LinkedHashSet<>();
    for (ClassView type : classes) {
      if (type.annotations().contains(annotation)) {
        return "no method carries the annotation, but the class " + type.name() + " does";
      }
      for (MethodView method : type.methods()) {
        found.addAll(method.annotations());
      }
    }
    String meant = Near.type(annotation, found);
    return lead()
        + ": none carries the annotation"
        + (meant == null ? "" : "; did you mean `" + meant + "`?");
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (ClassView type : classes) {
      for (MethodView method : type.methods()) {
        names.add(method.name());
      }
    }
    return names;
  }

  private static String having(Set<String> names) {
    List<String> some = quoted(names);
    if (some.isEmpty()) {
      return ": it has none of its own";
    }
    String named = String.join(", ", some.subList(0, Math.min(some.size(), MOST_NAMED)));
    String rest = some.size() > MOST_NAMED ? " and others" : "";
    return (some.size() == 1 ? "; there is " : "; there are ") + named + rest;
  }

  private static List<String> quoted(Set<String> names) {
    List<String> quoted = new ArrayList<>();
    for (String name : names) {
      quoted.add("`" + name + "`");
    }
    return quoted;
  }

  private String lead() {
    return classes.size() == 1
        ? "class found, method not"
        : classes.size() + " classes found, method not";
  }
}
