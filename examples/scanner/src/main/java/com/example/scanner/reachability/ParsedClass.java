package com.example.scanner.reachability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * What the call graph needs to know of a class.
 *
 * @param name internal name
 * @param access flags as in the class file
 * @param superName internal name; {@code null} for {@code java/lang/Object} only
 * @param interfaces internal names
 * @param methods by name and descriptor, in the order of the class file
 */
record ParsedClass(
    String name,
    int access,
    @Nullable String superName,
    List<String> interfaces,
    Map<String, ParsedMethod> methods) {

  ParsedClass {
    interfaces = List.copyOf(interfaces);
  }

  boolean isPublic() {
    return (access & Opcodes.ACC_PUBLIC) != 0;
  }

  /** Super class and interfaces, the super class first. */
  List<String> parents() {
    List<String> parents = new ArrayList<>();
    if (superName != null) {
      parents.add(superName);
    }
    parents.addAll(interfaces);
    return parents;
  }
}
