package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.MethodSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.jar.asm.Type;

/** A method as its class file shows it, for telling people what the rules mean by it. */
public final class MethodView {
  /** Whether there is anything to weave into. */
  public enum Body {
    PRESENT,
    /** Implemented by other classes. */
    ABSTRACT,
    /** Implemented outside of the JVM. */
    NATIVE,
    /** Made by the compiler: calls the method that was written. */
    BRIDGE
  }

  private final MethodDescription.InDefinedShape method;

  MethodView(MethodDescription.InDefinedShape method) {
    this.method = method;
  }

  public String name() {
    return method.getInternalName();
  }

  /** The erased types as a rules file names them: {@code java.util.Map$Entry}, {@code byte[]}. */
  public List<String> parameters() {
    List<String> names = new ArrayList<>();
    for (Type type : Type.getArgumentTypes(method.getDescriptor())) {
      names.add(type.getClassName());
    }
    return names;
  }

  /** As a rules file's author would write it: {@code analyze(java.lang.String,int)}. */
  public String signature() {
    return name() + "(" + String.join(",", parameters()) + ")";
  }

  public Body body() {
    if (method.isAbstract()) {
      return Body.ABSTRACT;
    }
    if (method.isNative()) {
      return Body.NATIVE;
    }
    return method.isBridge() ? Body.BRIDGE : Body.PRESENT;
  }

  /** The names of the annotations that it carries itself. */
  public Set<String> annotations() {
    return ClassView.annotations(method);
  }

  /** Whether a rule means this method, which is in a class that it means. */
  public boolean isMeantBy(Hook hook) {
    return ClassMatch.matches(hook, method);
  }

  /** Whether it is what a selector says, be there a body or not. */
  public boolean fits(MethodSelector selector) {
    return ClassMatch.matches(selector, method);
  }

  @Override
  public String toString() {
    return signature();
  }
}
