package com.example.scanner.reachability;

import java.util.List;
import org.objectweb.asm.Opcodes;

/**
 * A method with all that its code names, in the order of the code.
 *
 * @param access flags as in the class file
 * @param references empty for a method without code
 */
record ParsedMethod(int access, List<Reference> references) {

  ParsedMethod {
    references = List.copyOf(references);
  }

  boolean isPublic() {
    return (access & Opcodes.ACC_PUBLIC) != 0;
  }

  boolean hasCode() {
    return (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
  }

  /** Whether a call of a method with this name in a super type can end here. */
  boolean canOverride() {
    return (access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0;
  }
}
