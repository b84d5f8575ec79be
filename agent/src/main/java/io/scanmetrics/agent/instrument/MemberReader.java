package io.scanmetrics.agent.instrument;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Reads the methods of a class file, without what they do, and the names of annotations. */
final class MemberReader extends ClassVisitor {
  private final ClassView type;
  private final Set<String> annotations = new LinkedHashSet<>();
  private final List<MethodView> methods = new ArrayList<>();

  private MemberReader(ClassView type) {
    super(OpenedClassReader.ASM_API);
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
    return new MethodVisitor(OpenedClassReader.ASM_API) {
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
