package io.scanmetrics.agent.instrument;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Weaves the bridge into one class of the JDK, and copies everything else of it. */
final class TaskWeaver extends ClassVisitor {
  private final String owner;
  private final boolean tasks;

  private TaskWeaver(ClassWriter writer, String owner, boolean tasks) {
    super(OpenedClassReader.ASM_API, writer);
    this.owner = owner;
    this.tasks = tasks;
  }

  /**
   * The class with the calls of the bridge in it.
   *
   * @param tasks whether tasks are to be followed, beside futures
   */
  static byte[] weave(String internalName, byte[] classFile, boolean tasks) {
    ClassReader reader = OpenedClassReader.of(classFile);
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
