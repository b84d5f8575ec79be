package io.scanmetrics.agent.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares parameter types as people write them with those in class files. */
final class ParameterTypes {
  private static final String[] PRIMITIVES = {
    "boolean", "byte", "char", "short", "int", "long", "float", "double"
  };
  private static final String PRIMITIVE_CODES = "ZBCSIJFD";

  private ParameterTypes() {}

  /** Whether that can be a parameter's type, arrays with brackets behind it. */
  static boolean isType(String type) {
    int end = type.length();
    while (type.startsWith("[]", end - 2)) {
      end -= 2;
    }
    return JavaNames.isClass(type.substring(0, end));
  }

  /** Whether the parameters of a method descriptor are exactly these types, in this order. */
  static boolean fit(List<String> types, String descriptor) {
    int at = 1;
    for (int i = 0; i < types.size(); i++) {
      int next = skip(types.get(i), descriptor, at);
      if (next < 0) {
        return false;
      }
      at = next;
    }
    return at < descriptor.length() && descriptor.charAt(at) == ')';
  }

  /** The index behind the type at that index, or -1 if it is another one. */
  private static int skip(String type, String descriptor, int start) {
    int at = start;
    int end = type.length();
    while (type.startsWith("[]", end - 2)) {
      end -= 2;
      if (at >= descriptor.length() || descriptor.charAt(at++) != '[') {
        return -1;
      }
    }
    String element = type.substring(0, end);
    String primitive = primitive(element);
    if (primitive != null) {
      return descriptor.startsWith(primitive, at) ? at + 1 : -1;
    }
    String internal = element.replace('.', '/');
    int next = skipClass(internal, descriptor, at);
    return next < 0 && element.indexOf('.') < 0
        ? skipClass("java/lang/" + internal, descriptor, at)
        : next;
  }

  private static int skipClass(String internal, String descriptor, int at) {
    int semicolon = at + 1 + internal.length();
    return descriptor.startsWith("L", at)
            && descriptor.startsWith(internal, at + 1)
            && descriptor.startsWith(";", semicolon)
        ? semicolon + 1
        : -1;
  }

  /** The descriptor of that primitive type, {@code null} if it is none. */
  private static @Nullable String primitive(String name) {
    for (int i = 0; i < PRIMITIVES.length; i++) {
      if (PRIMITIVES[i].equals(name)) {
        return PRIMITIVE_CODES.substring(i, i + 1);
      }
    }
    return null;
  }
}
