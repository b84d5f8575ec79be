package io.scanmetrics.agent.instrument;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Weaves the bridge into one class of the JDK, and copies everything else of it. */
final class TaskWeaver extends ClassVisitor {
  private final String owner;
  private final boolean tasks;

  private TaskWeaver(ClassWriter writer, String owner, boolean tasks) {
    super(Opcodes.ASM9, writer);
    this.owner = owner;
    this.tasks = tasks;
  }

  /**
   * The class with the calls of the bridge in it.
   *
   * @param tasks whether tasks are to be followed, beside futures
   */
  static byte[] weave(String internalName, byte[] classFile, boolean tasks) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new TaskWeaver(writer, internalName, tasks), 0);
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
    MethodVisitor advice = FutureMethods.advice(owner, name, next);
    if (advice == null && tasks) {
      advice = TaskMethods.advice(owner, name, descriptor, next);
    }
    return advice == null ? next : advice;
  }
}
