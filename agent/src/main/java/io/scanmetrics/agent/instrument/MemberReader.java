package io.scanmetrics.agent.instrument;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Reads the methods of a class file, without what they do, and the names of annotations. */
final class MemberReader extends ClassVisitor {
  private final ClassView type;
  private final Set<String> annotations = new LinkedHashSet<>();
  private final List<MethodView> methods = new ArrayList<>();

  private MemberReader(ClassView type) {
    super(Opcodes.ASM9);
    this.type = type;
  }

  /**
   * @param type whose methods they are
   */
  static MemberReader read(ClassReader file, ClassView type) {
    MemberReader reader = new MemberReader(type);
    file.accept(reader, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return reader;
  }

  /** Those of the class. */
  Set<String> annotations() {
    return annotations;
  }

  /** In the order of the class file, constructors left out. */
  List<MethodView> methods() {
    return methods;
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    annotations.add(nameOf(descriptor));
    return null;
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    if (name.startsWith("<")) {
      return null;
    }
    Set<String> carried = new LinkedHashSet<>();
    methods.add(new MethodView(type, access, name, descriptor, carried));
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
        carried.add(nameOf(annotation));
        return null;
      }
    };
  }

  private static String nameOf(String descriptor) {
    return Type.getType(descriptor).getClassName();
  }
}
