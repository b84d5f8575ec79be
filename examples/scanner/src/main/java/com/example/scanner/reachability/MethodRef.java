package com.example.scanner.reachability;

/**
 * A method by its full name, as class files spell it.
 *
 * @param owner internal name of the class, {@code a/b/Outer$Inner}
 * @param signature name and descriptor, {@code main([Ljava/lang/String;)V}
 */
record MethodRef(String owner, String signature) {

  /** The name without the descriptor. */
  String name() {
    return signature.substring(0, signature.indexOf('('));
  }

  /** For people: {@code a.b.Outer$Inner.main}. */
  String display() {
    return owner.replace('/', '.') + "." + name();
  }
}
