package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.ClassSelector;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.MethodSelector;

/** Whether a class and its methods are what a hook of the rules means, by looking at them. */
final class ClassMatch {
  private ClassMatch() {}

  /** Whether a method that has a body, in a class that matches, is meant. */
  static boolean matches(Hook hook, MethodView method) {
    return method.body() == MethodView.Body.PRESENT
        && matches(hook.method(), method)
        && !isExcluded(hook, method);
  }

  private static boolean isExcluded(Hook hook, MethodView method) {
    for (Hook.Exclude exclude : hook.excludes()) {
      ClassSelector type = exclude.type();
      MethodSelector selector = exclude.method();
      if ((type == null || matches(type, method.type()))
          && (selector == null || matches(selector, method))) {
        return true;
      }
    }
    return false;
  }

  static boolean matches(MethodSelector selector, MethodView method) {
    return selector.mayMatch(method.name(), method.descriptor())
        && (!(selector.name() instanceof MethodSelector.Annotated annotated)
            || method.annotations().contains(annotated.annotation()));
  }

  static boolean matches(ClassSelector selector, ClassView type) {
    if (!selector.mayMatch(type.name().replace('.', '/'))) {
      return false;
    }
    if (selector instanceof ClassSelector.SubtypeOf subtype) {
      return type.isSubtype(type.name(), subtype.superType());
    }
    if (selector instanceof ClassSelector.Annotated annotated) {
      return type.annotations().contains(annotated.annotation());
    }
    return true;
  }
}
