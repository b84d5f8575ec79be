package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.ClassSelector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/**
 * A class as its class file shows it: what the weaver looks at, and whoever tells people what the
 * rules mean by it. Not for several threads.
 *
 * <p>Reads lazily: any method may throw {@link IllegalArgumentException} or {@link
 * IndexOutOfBoundsException} if the class file is damaged.
 */
public final class ClassView {
  private final ClassReader file;
  private final SuperTypes others;
  private final String name;
  private @Nullable MemberReader members;

  /**
   * @param others lead on from the types that it names
   */
  ClassView(ClassReader file, SuperTypes others) {
    this.file = file;
    this.others = others;
    this.name = file.getClassName().replace('/', '.');
  }

  /**
   * @throws IllegalArgumentException if the class file cannot be read
   */
  static ClassView of(byte[] classFile, SuperTypes others) {
    try {
      return new ClassView(new ClassReader(classFile), others);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("no class file", e);
    }
  }

  /** Fully qualified, nested classes with a dollar sign. */
  public String name() {
    return name;
  }

  /** Whether a rule means this class, as far as its class selector goes. */
  public boolean isMeantBy(ClassSelector selector) {
    return ClassMatch.matches(selector, this);
  }

  /** Its own methods in the order of the class file, constructors left out. */
  public List<MethodView> methods() {
    return members().methods();
  }

  /** The names of the annotations that it carries itself. */
  public Set<String> annotations() {
    return members().annotations();
  }

  private MemberReader members() {
    if (members == null) {
      members = MemberReader.read(file, this);
    }
    return members;
  }

  /** What it extends and implements, nearest first, as far as that is found. */
  public List<ClassView> superTypes() {
    List<ClassView> found = new ArrayList<>();
    for (String each : others.upwards(SuperTypes.of(file), new LinkedHashSet<>())) {
      ClassReader above = others.find(each);
      if (above != null) {
        found.add(new ClassView(above, others));
      }
    }
    return found;
  }

  /** The names of what it extends or implements that is not found, at whatever distance. */
  public Set<String> unknownSuperTypes() {
    Set<String> unknown = new LinkedHashSet<>();
    others.upwards(SuperTypes.of(file), unknown);
    return unknown;
  }

  /**
   * Whether a type, as the class file names it, is another one or below that. The class itself need
   * not be found for it.
   */
  boolean isSubtype(String type, String superType) {
    return type.equals(superType)
        || others.lead(type.equals(name) ? SuperTypes.of(file) : List.of(type), superType);
  }

  @Override
  public String toString() {
    return name;
  }
}
