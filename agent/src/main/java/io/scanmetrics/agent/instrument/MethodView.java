package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.MethodSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A method as its class file shows it, for weaving it and for telling people about it. */
public final class MethodView {
  /** Whether there is anything to weave into. */
  public enum Body {
    PRESENT,
    /** Implemented by other classes. */
    ABSTRACT,
    /** Implemented outside of the JVM. */
    NATIVE,
    /** Made by the compiler, to call a method that was written, or of a part of one. */
    SYNTHETIC
  }

  private final ClassView type;
  private final int access;
  private final String name;
  private final String descriptor;
  private final Set<String> annotations;

  MethodView(ClassView type, int access, String name, String descriptor, Set<String> annotations) {
    this.type = type;
    this.access = access;
    this.name = name;
    this.descriptor = descriptor;
    this.annotations = annotations;
  }

  /** The class that declares it. */
  ClassView type() {
    return type;
  }

  public String name() {
    return name;
  }

  String descriptor() {
    return descriptor;
  }

  /** The erased types as a rules file names them: {@code java.util.Map$Entry}, {@code byte[]}. */
  public List<String> parameters() {
    List<String> names = new ArrayList<>();
    for (Type type : Type.getArgumentTypes(descriptor)) {
      names.add(type.getClassName());
    }
    return names;
  }

  /** As a rules file's author would write it: {@code analyze(java.lang.String,int)}. */
  public String signature() {
    return name + "(" + String.join(",", parameters()) + ")";
  }

  public Body body() {
    if ((access & Opcodes.ACC_ABSTRACT) != 0) {
      return Body.ABSTRACT;
    }
    if ((access & Opcodes.ACC_NATIVE) != 0) {
      return Body.NATIVE;
    }
    // Kotlin has a way of marking what somebody has written.
    boolean made =
        (access & Opcodes.ACC_BRIDGE) != 0
            || ((access & Opcodes.ACC_SYNTHETIC) != 0 && name.indexOf('$') >= 0);
    return made ? Body.SYNTHETIC : Body.PRESENT;
  }

  /** The names of the annotations that it carries itself. */
  public Set<String> annotations() {
    return annotations;
  }

  /** Whether a rule means this method, which is in a class that it means. */
  public boolean isMeantBy(Hook hook) {
    return ClassMatch.matches(hook, this);
  }

  /** Whether it is what a selector says, be there a body or not. */
  public boolean fits(MethodSelector selector) {
    return ClassMatch.matches(selector, this);
  }

  @Override
  public String toString() {
    return signature();
  }
}
