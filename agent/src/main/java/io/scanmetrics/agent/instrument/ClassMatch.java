package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.ClassSelector;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.MethodSelector;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationSource;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

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

  private static boolean matches(MethodSelector selector, MethodDescription.InDefinedShape method) {
    return selector.mayMatch(method.getInternalName(), method.getDescriptor())
        && (!(selector.name() instanceof MethodSelector.Annotated annotated)
            || carries(method, annotated.annotation()));
  }

  private static boolean matches(ClassSelector selector, TypeDescription type) {
    if (!selector.mayMatch(type.getInternalName())) {
      return false;
    }
    if (selector instanceof ClassSelector.SubtypeOf subtype) {
      return isSubtype(type, subtype.superType(), new HashSet<>());
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

  /** Super types that cannot be found, as optional dependencies may be, are passed over. */
  private static boolean isSubtype(
      @Nullable TypeDefinition type, String superType, Set<String> seen) {
    if (type == null || !seen.add(type.getTypeName())) {
      return false;
    }
    TypeDescription erasure = type.asErasure();
    if (erasure.getName().equals(superType)) {
      return true;
    }
    try {
      if (isSubtype(erasure.getSuperClass(), superType, seen)) {
        return true;
      }
      for (TypeDefinition implemented : erasure.getInterfaces()) {
        if (isSubtype(implemented, superType, seen)) {
          return true;
        }
      }
    } catch (TypePool.Resolution.NoSuchTypeException e) {
      return false;
    }
    return false;
  }
}
