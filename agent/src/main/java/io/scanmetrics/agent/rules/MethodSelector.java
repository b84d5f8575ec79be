package io.scanmetrics.agent.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which methods of a class a rule means. Constructors and class initialisers are never meant.
 *
 * @param name what the name or the annotations must be
 * @param parameters the declared parameter types; {@code null} means any
 */
public record MethodSelector(Name name, @Nullable Parameters parameters) {

  /** What a method is recognised by. */
  public sealed interface Name {}

  /** By its exact name. */
  public record Named(String name) implements Name {}

  /** By a regular expression that its whole name fits. */
  public record Like(NamePattern regex) implements Name {}

  /** By an annotation that it carries itself, whatever its name. */
  public record Annotated(String annotation) implements Name {}

  /**
   * Whether a method can be meant, by name and erased parameter types alone. For {@link Annotated}
   * this is necessary only: the annotation is for the instrumentation to look at.
   *
   * @param methodName as in the class file
   * @param descriptor as in the class file, such as {@code (Ljava/nio/file/Path;I)V}
   */
  public boolean mayMatch(String methodName, String descriptor) {
    if (methodName.isEmpty() || methodName.charAt(0) == '<') {
      return false;
    }
    if (name instanceof Named named && !named.name().equals(methodName)) {
      return false;
    }
    if (name instanceof Like like && !like.regex().fits(methodName)) {
      return false;
    }
    return parameters == null || parameters.fit(descriptor);
  }

  /** The selector as a reader recognises it. */
  public String label() {
    String label;
    if (name instanceof Named named) {
      label = named.name();
    } else if (name instanceof Like like) {
      label = "/" + like.regex().regex() + "/";
    } else {
      label = "@" + ((Annotated) name).annotation();
    }
    return parameters == null ? label : label + "(" + String.join(",", parameters.types()) + ")";
  }

  /**
   * A list of parameter types, compared with erased declared types.
   *
   * @param types as written: {@code java.nio.file.Path}, {@code String}, {@code byte[]}, {@code
   *     java.util.Map$Entry}; empty means a method without parameters
   */
  public record Parameters(List<String> types) {
    public Parameters {
      types = List.copyOf(types);
    }

    /** Whether a method with that descriptor has exactly these parameters. */
    public boolean fit(String descriptor) {
      return ParameterTypes.fit(types, descriptor);
    }
  }
}
