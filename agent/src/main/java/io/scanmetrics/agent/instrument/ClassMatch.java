package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.ClassSelector;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.MethodSelector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationSource;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.description.type.TypeList;
import net.bytebuddy.pool.TypePool;

/** Whether a class and its methods are what a hook of the rules means, by looking at them. */
final class ClassMatch {
  private ClassMatch() {}

  static boolean matches(Hook hook, TypeDescription type) {
    return matches(hook.type(), type);
  }

  /** Whether a method that has a body, in a class that matches, is meant. */
  static boolean matches(Hook hook, MethodDescription.InDefinedShape method) {
    if (!method.isMethod() || method.isAbstract() || method.isNative() || method.isBridge()) {
      return false;
    }
    return matches(hook.method(), method) && !isExcluded(hook, method);
  }

  private static boolean isExcluded(Hook hook, MethodDescription.InDefinedShape method) {
    for (Hook.Exclude exclude : hook.excludes()) {
      ClassSelector type = exclude.type();
      MethodSelector selector = exclude.method();
      if ((type == null || matches(type, method.getDeclaringType()))
          && (selector == null || matches(selector, method))) {
        return true;
      }
    }
    return false;
  }

  static boolean matches(MethodSelector selector, MethodDescription.InDefinedShape method) {
    return selector.mayMatch(method.getInternalName(), method.getDescriptor())
        && (!(selector.name() instanceof MethodSelector.Annotated annotated)
            || carries(method, annotated.annotation()));
  }

  static boolean matches(ClassSelector selector, TypeDescription type) {
    if (!selector.mayMatch(type.getInternalName())) {
      return false;
    }
    if (selector instanceof ClassSelector.SubtypeOf subtype) {
      return isSubtype(type, subtype.superType());
    }
    if (selector instanceof ClassSelector.Annotated annotated) {
      return carries(type, annotated.annotation());
    }
    return true;
  }

  private static boolean carries(AnnotationSource annotated, String annotation) {
    for (AnnotationDescription found : annotated.getDeclaredAnnotations()) {
      if (found.getAnnotationType().getName().equals(annotation)) {
        return true;
      }
    }
    return false;
  }

  /** The name of a super type is enough: its own class file need not be found. */
  static boolean isSubtype(TypeDescription type, String superType) {
    Set<String> names = new HashSet<>(Set.of(type.getName()));
    List<TypeDescription> open = new ArrayList<>(List.of(type));
    while (!open.isEmpty() && !names.contains(superType)) {
      for (TypeDescription above : above(open.remove(open.size() - 1), names)) {
        if (names.add(above.getName())) {
          open.add(above);
        }
      }
    }
    return names.contains(superType);
  }

  /**
   * What a class extends and implements itself. What cannot be found, as optional dependencies may
   * be, is passed over.
   *
   * @param unknown gets the names of those passed over
   */
  static List<TypeDescription> above(TypeDescription type, Set<String> unknown) {
    List<TypeDescription> above = new ArrayList<>();
    try {
      TypeDefinition extended = type.getSuperClass();
      if (extended != null) {
        above.add(extended.asErasure());
      }
    } catch (TypePool.Resolution.NoSuchTypeException e) {
      unknown.add(e.getName());
    }
    try {
      TypeList.Generic implemented = type.getInterfaces();
      for (int i = 0; i < implemented.size(); i++) {
        addTo(above, implemented, i, unknown);
      }
    } catch (TypePool.Resolution.NoSuchTypeException e) {
      unknown.add(e.getName());
    }
    return above;
  }

  private static void addTo(
      List<TypeDescription> above, TypeList.Generic implemented, int i, Set<String> unknown) {
    try {
      above.add(implemented.get(i).asErasure());
    } catch (TypePool.Resolution.NoSuchTypeException e) {
      unknown.add(e.getName());
    }
  }
}
