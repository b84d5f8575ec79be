package com.example.scanner.reachability;

import com.example.scanner.reachability.Reference.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Reads a class file into a {@link ParsedClass}. Used for one class. */
final class ClassParser extends ClassVisitor {
  private static final int API = Opcodes.ASM9;

  private final Predicate<String> isClassName;
  private final Map<String, ParsedMethod> methods = new LinkedHashMap<>();
  private String name = "";
  private int access;
  private @Nullable String superName;
  private List<String> interfaces = List.of();

  private ClassParser(Predicate<String> isClassName) {
    super(API);
    this.isClassName = isClassName;
  }

  /**
   * Reads a class with its code.
   *
   * @param isClassName tells by an internal name whether a text constant is the name of a class
   */
  static ParsedClass parse(byte[] classFile, Predicate<String> isClassName) {
    ClassParser parser = new ClassParser(isClassName);
    new ClassReader(classFile).accept(parser, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return parser.result();
  }

  /** Reads a class without its code. */
  static ParsedClass parseOutline(byte[] classFile) {
    ClassParser parser = new ClassParser(text -> false);
    new ClassReader(classFile).accept(parser, ClassReader.SKIP_CODE);
    return parser.result();
  }

  private ParsedClass result() {
    return new ParsedClass(name, access, superName, interfaces, methods);
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    this.name = name;
    this.access = access;
    this.superName = superName;
    this.interfaces = interfaces == null ? List.of() : List.of(interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    return new CodeReader(access, name + descriptor);
  }

  /** Collects what one method names. */
  private final class CodeReader extends MethodVisitor {
    private final int access;
    private final String signature;
    private final List<Reference> references = new ArrayList<>();

    CodeReader(int access, String signature) {
      super(API);
      this.access = access;
      this.signature = signature;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean virtual = opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE;
      add(virtual ? Kind.VIRTUAL_CALL : Kind.EXACT_CALL, owner, name + descriptor);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.NEW) {
        add(Kind.INSTANTIATION, type, "");
      }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
        add(Kind.STATIC_FIELD, owner, "");
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      constant(value);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      constant(bootstrap);
      for (Object argument : arguments) {
        constant(argument);
      }
    }

    private void constant(Object value) {
      if (value instanceof Type type) {
        if (type.getSort() == Type.OBJECT) {
          add(Kind.MENTION, type.getInternalName(), "");
        }
      } else if (value instanceof String text) {
        String internalName = text.replace('.', '/');
        if (text.indexOf('.') > 0 && isClassName.test(internalName)) {
          add(Kind.MENTION, internalName, "");
        }
      } else if (value instanceof Handle handle) {
        handle(handle);
      } else if (value instanceof ConstantDynamic dynamic) {
        constant(dynamic.getBootstrapMethod());
        for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
          constant(dynamic.getBootstrapMethodArgument(i));
        }
      }
    }

    /** A method reference or the body of a lambda: held for called where it is made. */
    private void handle(Handle handle) {
      String called = handle.getName() + handle.getDesc();
      switch (handle.getTag()) {
        case Opcodes.H_INVOKEVIRTUAL, Opcodes.H_INVOKEINTERFACE ->
            add(Kind.VIRTUAL_CALL, handle.getOwner(), called);
        case Opcodes.H_INVOKESTATIC, Opcodes.H_INVOKESPECIAL ->
            add(Kind.EXACT_CALL, handle.getOwner(), called);
        case Opcodes.H_NEWINVOKESPECIAL -> {
          add(Kind.INSTANTIATION, handle.getOwner(), "");
          add(Kind.EXACT_CALL, handle.getOwner(), called);
        }
        default -> add(Kind.STATIC_FIELD, handle.getOwner(), "");
      }
    }

    private void add(Kind kind, String owner, String called) {
      if (!owner.startsWith("[")) {
        references.add(new Reference(kind, owner, called));
      }
    }

    @Override
    public void visitEnd() {
      methods.put(signature, new ParsedMethod(access, references));
    }
  }
}
