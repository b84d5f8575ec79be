package io.scanmetrics.agent.instrument;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Weaves the {@link CallAdvice} into methods of one class, and copies everything else of it.
 *
 * <p>By the class reader and writer alone: what a library for advice takes beside them, some 300
 * classes and a tenth of a second in a cold JVM, would go to the application's first scan.
 */
final class CallWeaver extends ClassVisitor {
  private final Map<String, CallAdvice.Meaning> methods;
  private final Map<String, CallAdvice.Shape> shapes;
  private String owner = "";
  private boolean mapped;

  private CallWeaver(
      ClassWriter writer,
      Map<String, CallAdvice.Meaning> methods,
      Map<String, CallAdvice.Shape> shapes) {
    super(Opcodes.ASM9, writer);
    this.methods = methods;
    this.shapes = shapes;
  }

  /**
   * The class with the advice in it.
   *
   * @param methods by their names with their descriptors; no constructors among them
   */
  static byte[] weave(byte[] classFile, Map<String, CallAdvice.Meaning> methods) {
    ClassReader reader = new ClassReader(classFile);
    Map<String, CallAdvice.Shape> shapes = shapes(reader, methods);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new CallWeaver(writer, methods, shapes), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    super.visit(version, access, name, signature, superName, interfaces);
    owner = name;
    mapped = (version & 0xffff) >= Opcodes.V1_6;
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    CallAdvice.Meaning meaning = methods.get(name + descriptor);
    CallAdvice.Shape shape = shapes.get(name + descriptor);
    if (meaning == null || shape == null) {
      return next;
    }
    String self = (access & Opcodes.ACC_STATIC) == 0 ? owner : null;
    return new CallAdvice(next, meaning, shape, self, descriptor, mapped);
  }

  /** Of those methods that have code. */
  private static Map<String, CallAdvice.Shape> shapes(
      ClassReader reader, Map<String, CallAdvice.Meaning> methods) {
    Map<String, CallAdvice.Shape> shapes = new HashMap<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            String method = name + descriptor;
            return methods.containsKey(method) ? new ShapeReader(method, shapes) : null;
          }
        },
        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return shapes;
  }

  private static final class ShapeReader extends MethodVisitor {
    private final String method;
    private final Map<String, CallAdvice.Shape> shapes;
    private int returns;

    ShapeReader(String method, Map<String, CallAdvice.Shape> shapes) {
      super(Opcodes.ASM9);
      this.method = method;
      this.shapes = shapes;
    }

    @Override
    public void visitInsn(int opcode) {
      if (CallAdvice.isReturn(opcode)) {
        returns++;
      }
    }

    @Override
    public void visitMaxs(int depth, int variables) {
      shapes.put(method, new CallAdvice.Shape(variables, returns));
    }
  }
}
