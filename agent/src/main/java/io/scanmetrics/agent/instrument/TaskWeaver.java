package io.scanmetrics.agent.instrument;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Weaves {@link TaskMethods} into one class of the JDK, and copies everything else of it. */
final class TaskWeaver extends ClassVisitor {
  private final String owner;

  private TaskWeaver(ClassWriter writer, String owner) {
    super(OpenedClassReader.ASM_API, writer);
    this.owner = owner;
  }

  /** The class with the calls of the bridge in it. */
  static byte[] weave(String internalName, byte[] classFile) {
    ClassReader reader = OpenedClassReader.of(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new TaskWeaver(writer, internalName), 0);
    return writer.toByteArray();
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    MethodVisitor advice = TaskMethods.advice(owner, name, descriptor, next);
    return advice == null ? next : advice;
  }
}
