package io.scanmetrics.agent.rules;

/** Tells names of classes and methods, as the JVM allows them, from what is none. */
final class JavaNames {
  private JavaNames() {}

  /** A fully qualified name, nested classes with {@code $}: identifiers with dots between them. */
  static boolean isClass(String name) {
    boolean start = true;
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (letter == '.' && !start) {
        start = true;
      } else if (start
          ? Character.isJavaIdentifierStart(letter)
          : Character.isJavaIdentifierPart(letter)) {
        start = false;
      } else {
        return false;
      }
    }
    return !start;
  }

  /** A method's name: other languages than Java have dashes in it, and even blanks. */
  static boolean isMethod(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (".;[/<>(*".indexOf(name.charAt(i)) >= 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
