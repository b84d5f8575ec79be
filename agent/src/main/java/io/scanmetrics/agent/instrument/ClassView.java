package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.ClassSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationSource;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;

/**
 * A class as its class file shows it, for telling people what the rules mean by it: whatever is
 * answered here comes of the same looking as when the class is woven.
 *
 * <p>Reads lazily: any method throws {@link IllegalArgumentException} or {@link
 * IllegalStateException} if the class file is damaged, missing, or too new.
 */
public final class ClassView {
  private final TypeDescription type;

  ClassView(TypeDescription type) {
    this.type = type;
  }

  /** Fully qualified, nested classes with a dollar sign. */
  public String name() {
    return type.getName();
  }

  /** Whether a rule means this class, as far as its class selector goes. */
  public boolean isMeantBy(ClassSelector selector) {
    return ClassMatch.matches(selector, type);
  }

  /** Its own methods in the order of the class file, constructors left out. */
  public List<MethodView> methods() {
    List<MethodView> methods = new ArrayList<>();
    for (MethodDescription.InDefinedShape method : type.getDeclaredMethods()) {
      if (method.isMethod()) {
        methods.add(new MethodView(method));
      }
    }
    return methods;
  }

  /** The names of the annotations that it carries itself. */
  public Set<String> annotations() {
    return annotations(type);
  }

  static Set<String> annotations(AnnotationSource annotated) {
    Set<String> names = new LinkedHashSet<>();
    for (AnnotationDescription annotation : annotated.getDeclaredAnnotations()) {
      names.add(annotation.getAnnotationType().getName());
    }
    return names;
  }

  /** What it extends and implements, nearest first, as far as that is found. */
  public List<ClassView> superTypes() {
    List<ClassView> found = new ArrayList<>();
    for (TypeDescription each : hierarchy(new LinkedHashSet<>())) {
      found.add(new ClassView(each));
    }
    return found;
  }

  /** The names of what it extends or implements that is not found, at whatever distance. */
  public Set<String> unknownSuperTypes() {
    Set<String> unknown = new LinkedHashSet<>();
    hierarchy(unknown);
    return unknown;
  }

  private List<TypeDescription> hierarchy(Set<String> unknown) {
    Map<String, TypeDescription> seen = new LinkedHashMap<>();
    List<TypeDescription> open = new ArrayList<>(List.of(type));
    while (!open.isEmpty()) {
      for (TypeDescription above : ClassMatch.above(open.remove(0), unknown)) {
        if (seen.putIfAbsent(above.getName(), above) == null) {
          open.add(above);
        }
      }
    }
    seen.keySet().removeAll(unknown);
    return new ArrayList<>(seen.values());
  }

  @Override
  public String toString() {
    return name();
  }
}
