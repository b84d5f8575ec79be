package io.scanmetrics.agent.instrument;

import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Class files with nothing in them but what they extend and implement. */
final class Headers {
  private Headers() {}

  static byte[] of(String name, String extended, String... implemented) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC,
        internal(name),
        null,
        internal(extended),
        Stream.of(implemented).map(Headers::internal).toArray(String[]::new));
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static String internal(String name) {
    return name.replace('.', '/');
  }
}
