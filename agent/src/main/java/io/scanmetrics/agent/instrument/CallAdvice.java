package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.bridge.ScanBridge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What is woven into one of the application's methods: a call of the bridge at its beginning, and
 * another however it ends.
 *
 * <pre>
 *   Object call;
 *   try { call = enter(site, this, arguments); } catch (Throwable e) { call = null; }
 *   try {
 *     ... return value;  becomes  try { exit(call, value, null); } catch (Throwable e) {}
 *                                 return value;
 *   } catch (Throwable thrown) {
 *     try { exit(call, null, thrown); } catch (Throwable e) {}
 *     throw thrown;
 *   }
 * </pre>
 *
 * <p>Its variables come after all that the method has, so no other one moves. Nothing jumps to a
 * common end, because what else is on the stack where a method returns differs from place to place.
 */
final class CallAdvice extends MethodVisitor {
  private static final String BRIDGE = Type.getInternalName(ScanBridge.class);
  private static final String OBJECT = "java/lang/Object";
  private static final String THROWABLE = "java/lang/Throwable";
  private static final String ENTER = "(ILjava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;";
  private static final String EXIT = "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Throwable;)V";

  private final Meaning meaning;

  /** Of the object that the method belongs to; {@code null} of a static one. */
  private final @Nullable String owner;

  private final Type[] parameters;
  private final Type returned;

  /** Whether the class file has stack maps, as of Java 6 all have. */
  private final boolean mapped;

  /** The variable that holds what the bridge returned. */
  private final int call;

  /** The variable for what the method returns or throws. */
  private final int outcome;

  private final Label body = new Label();
  private final List<Label> exits = new ArrayList<>();
  private final Label returns = new Label();
  private int returnsSeen;

  /**
   * What the bridge is to be told.
   *
   * @param site the number of what applies to the method
   * @param values whether any of it reads the object, the arguments or the return value
   * @param future whether the method is declared to return one
   */
  record Meaning(int site, boolean values, boolean future) {}

  /**
   * What the method needs without the advice.
   *
   * @param variables how many there are
   * @param returns at how many places it returns
   */
  record Shape(int variables, int returns) {}

  /**
   * @param owner the internal name of the class that declares the method, {@code null} if static
   * @param mapped whether the class file has stack maps
   */
  CallAdvice(
      MethodVisitor next,
      Meaning meaning,
      Shape shape,
      @Nullable String owner,
      String descriptor,
      boolean mapped) {
    super(Opcodes.ASM9, next);
    this.meaning = meaning;
    this.owner = owner;
    this.parameters = Type.getArgumentTypes(descriptor);
    this.returned = Type.getReturnType(descriptor);
    this.mapped = mapped;
    this.call = shape.variables();
    this.outcome = call + 1;
    for (int i = 0; i < 2 * shape.returns(); i++) {
      exits.add(new Label());
    }
  }

  @Override
  public void visitCode() {
    super.visitCode();
    // Before those of the method, so that none of them gets what the bridge throws.
    for (int i = 0; i < exits.size(); i += 2) {
      super.visitTryCatchBlock(exits.get(i), exits.get(i + 1), returns, THROWABLE);
    }
    Label begin = new Label();
    Label end = new Label();
    Label failed = new Label();
    super.visitTryCatchBlock(begin, end, failed, THROWABLE);
    super.visitLabel(begin);
    push(meaning.site());
    loadSelf();
    loadArguments();
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, "enter", ENTER, false);
    super.visitLabel(end);
    super.visitVarInsn(Opcodes.ASTORE, call);
    super.visitJumpInsn(Opcodes.GOTO, body);
    super.visitLabel(failed);
    map(atFirst(), THROWABLE);
    super.visitInsn(Opcodes.POP);
    super.visitInsn(Opcodes.ACONST_NULL);
    super.visitVarInsn(Opcodes.ASTORE, call);
    super.visitLabel(body);
    map(withCall(atFirst()));
    // The method may begin with a map of its own, and there is one for each instruction at most.
    super.visitInsn(Opcodes.NOP);
  }

  @Override
  public void visitInsn(int opcode) {
    if (!isReturn(opcode)) {
      super.visitInsn(opcode);
      return;
    }
    if (returned.getSort() != Type.VOID) {
      super.visitVarInsn(returned.getOpcode(Opcodes.ISTORE), outcome);
    }
    super.visitLabel(exits.get(2 * returnsSeen));
    super.visitVarInsn(Opcodes.ALOAD, call);
    if (meaning.values() || meaning.future()) {
      load(returned, outcome);
    } else {
      super.visitInsn(Opcodes.ACONST_NULL);
    }
    super.visitInsn(Opcodes.ACONST_NULL);
    exit();
    super.visitLabel(exits.get(2 * returnsSeen + 1));
    leave();
    returnsSeen++;
  }

  static boolean isReturn(int opcode) {
    return opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
  }

  /** What is true at a place of the method is so with the call in its variable, too. */
  @Override
  public void visitFrame(
      int type,
      int variables,
      @Nullable Object[] variable,
      int depth,
      @Nullable Object @Nullable [] stack) {
    Object[] all = withCall(Arrays.asList(variable).subList(0, variables)).toArray();
    super.visitFrame(type, all.length, all, depth, stack);
  }

  @Override
  public void visitMaxs(int depth, int variables) {
    Label end = new Label();
    Label thrown = new Label();
    super.visitLabel(end);
    if (returnsSeen > 0) {
      super.visitLabel(returns);
      map(withOutcome(returned), THROWABLE);
      super.visitInsn(Opcodes.POP);
      leave();
    }
    super.visitTryCatchBlock(body, end, thrown, THROWABLE);
    super.visitLabel(thrown);
    map(withCall(List.of()), THROWABLE);
    super.visitVarInsn(Opcodes.ASTORE, outcome);
    Label begin = new Label();
    Label rethrow = new Label();
    Label suppressed = new Label();
    super.visitTryCatchBlock(begin, rethrow, suppressed, THROWABLE);
    super.visitLabel(begin);
    super.visitVarInsn(Opcodes.ALOAD, call);
    super.visitInsn(Opcodes.ACONST_NULL);
    super.visitVarInsn(Opcodes.ALOAD, outcome);
    exit();
    super.visitLabel(rethrow);
    super.visitVarInsn(Opcodes.ALOAD, outcome);
    super.visitInsn(Opcodes.ATHROW);
    super.visitLabel(suppressed);
    map(withOutcome(Type.getObjectType(THROWABLE)), THROWABLE);
    super.visitInsn(Opcodes.POP);
    super.visitVarInsn(Opcodes.ALOAD, outcome);
    super.visitInsn(Opcodes.ATHROW);
    super.visitMaxs(depth, variables);
  }

  private void leave() {
    if (returned.getSort() != Type.VOID) {
      super.visitVarInsn(returned.getOpcode(Opcodes.ILOAD), outcome);
    }
    super.visitInsn(returned.getOpcode(Opcodes.IRETURN));
  }

  private void exit() {
    String end = meaning.future() ? "exitWithFuture" : "exit";
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, end, EXIT, false);
  }

  private void loadSelf() {
    if (meaning.values() && owner != null) {
      super.visitVarInsn(Opcodes.ALOAD, 0);
    } else {
      super.visitInsn(Opcodes.ACONST_NULL);
    }
  }

  private void loadArguments() {
    if (!meaning.values()) {
      super.visitInsn(Opcodes.ACONST_NULL);
      return;
    }
    push(parameters.length);
    super.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT);
    int variable = owner == null ? 0 : 1;
    for (int i = 0; i < parameters.length; i++) {
      super.visitInsn(Opcodes.DUP);
      push(i);
      load(parameters[i], variable);
      super.visitInsn(Opcodes.AASTORE);
      variable += parameters[i].getSize();
    }
  }

  /** As an object. */
  private void load(Type type, int variable) {
    if (type.getSort() == Type.VOID) {
      super.visitInsn(Opcodes.ACONST_NULL);
      return;
    }
    super.visitVarInsn(type.getOpcode(Opcodes.ILOAD), variable);
    String box = box(type);
    if (box != null) {
      String descriptor = "(" + type.getDescriptor() + ")L" + box + ";";
      super.visitMethodInsn(Opcodes.INVOKESTATIC, box, "valueOf", descriptor, false);
    }
  }

  private static @Nullable String box(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN -> "java/lang/Boolean";
      case Type.CHAR -> "java/lang/Character";
      case Type.BYTE -> "java/lang/Byte";
      case Type.SHORT -> "java/lang/Short";
      case Type.INT -> "java/lang/Integer";
      case Type.FLOAT -> "java/lang/Float";
      case Type.LONG -> "java/lang/Long";
      case Type.DOUBLE -> "java/lang/Double";
      default -> null;
    };
  }

  private void push(int number) {
    if (number >= -1 && number <= 5) {
      super.visitInsn(Opcodes.ICONST_0 + number);
    } else if (number <= Byte.MAX_VALUE) {
      super.visitIntInsn(Opcodes.BIPUSH, number);
    } else if (number <= Short.MAX_VALUE) {
      super.visitIntInsn(Opcodes.SIPUSH, number);
    } else {
      super.visitLdcInsn(number);
    }
  }

  /** The types of the variables when the method begins. */
  private List<@Nullable Object> atFirst() {
    List<@Nullable Object> types = new ArrayList<>();
    if (owner != null) {
      types.add(owner);
    }
    for (Type parameter : parameters) {
      types.add(typeInMap(parameter));
    }
    return types;
  }

  private List<@Nullable Object> withOutcome(Type type) {
    List<@Nullable Object> types = withCall(List.of());
    if (type.getSort() != Type.VOID) {
      types.add(typeInMap(type));
    }
    return types;
  }

  /** Between the method's own variables and the call's nothing is known. */
  private List<@Nullable Object> withCall(List<@Nullable Object> own) {
    List<@Nullable Object> types = new ArrayList<>(own);
    int slots = 0;
    for (Object type : own) {
      slots += Opcodes.LONG.equals(type) || Opcodes.DOUBLE.equals(type) ? 2 : 1;
    }
    for (; slots < call; slots++) {
      types.add(Opcodes.TOP);
    }
    types.add(OBJECT);
    return types;
  }

  private static Object typeInMap(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT -> Opcodes.INTEGER;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.LONG -> Opcodes.LONG;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      default -> type.getInternalName();
    };
  }

  private void map(List<@Nullable Object> variables, Object... stack) {
    if (mapped) {
      super.visitFrame(Opcodes.F_NEW, variables.size(), variables.toArray(), stack.length, stack);
    }
  }
}
