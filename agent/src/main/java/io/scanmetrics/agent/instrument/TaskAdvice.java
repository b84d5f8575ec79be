package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.bridge.ScanBridge;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What is woven into one of the JDK's methods: calls of the bridge at its beginning, its ends, or
 * before a call inside it. No local variable, branch or field is added, so all else stays as the
 * JDK's compiler wrote it.
 */
abstract class TaskAdvice extends MethodVisitor {
  private static final String BRIDGE = Type.getInternalName(ScanBridge.class);
  private static final String NOTE = "(ILjava/lang/Object;Ljava/lang/Object;)V";

  private TaskAdvice(MethodVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /**
   * A method that is handed a task.
   *
   * @param task the number of its parameter, from 1 in an instance method; 0 for {@code this}
   */
  static TaskAdvice handsOver(MethodVisitor next, int way, int task) {
    return new TaskAdvice(next) {
      @Override
      public void visitCode() {
        super.visitCode();
        note("handOver", way, 0, task);
      }
    };
  }

  /** A constructor that makes a task. */
  static TaskAdvice makesItself(MethodVisitor next, int way) {
    return new TaskAdvice(next) {
      @Override
      public void visitInsn(int opcode) {
        if (opcode == Opcodes.RETURN) {
          note("handOver", way, 0, 0);
        }
        super.visitInsn(opcode);
      }
    };
  }

  /** A method that returns a task which it has made. */
  static TaskAdvice makes(MethodVisitor next, int way) {
    return new TaskAdvice(next) {
      @Override
      public void visitInsn(int opcode) {
        if (opcode == Opcodes.ARETURN) {
          noteResult("handOver", way);
        }
        super.visitInsn(opcode);
      }
    };
  }

  /**
   * A method that tries to take a task back, its first parameter.
   *
   * @param failed the way if it returns false; if it returns true, the next higher number
   */
  static TaskAdvice takesBack(MethodVisitor next, int failed) {
    return new TaskAdvice(next) {
      @Override
      public void visitInsn(int opcode) {
        if (opcode == Opcodes.IRETURN) {
          super.visitInsn(Opcodes.DUP);
          visitIntInsn(Opcodes.BIPUSH, failed);
          super.visitInsn(Opcodes.IADD);
          visitVarInsn(Opcodes.ALOAD, 0);
          visitVarInsn(Opcodes.ALOAD, 1);
          bridge("handOver");
        }
        super.visitInsn(opcode);
      }
    };
  }

  /** A method that calls, on a task that nobody handed over, a method that runs it. */
  static TaskAdvice runsAtOnce(MethodVisitor next, int way, String runner) {
    return new TaskAdvice(next) {
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (opcode != Opcodes.INVOKESTATIC && name.equals(runner) && descriptor.startsWith("()")) {
          noteResult("handOver", way);
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    };
  }

  /** A method that may bring it about that a future, {@code this}, is done. */
  static TaskAdvice settles(MethodVisitor next) {
    return new TaskAdvice(next) {
      @Override
      public void visitInsn(int opcode) {
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
          settle();
        }
        super.visitInsn(opcode);
      }
    };
  }

  /** A method that is called when a future, {@code this}, is done. */
  static TaskAdvice isSettled(MethodVisitor next) {
    return new TaskAdvice(next) {
      @Override
      public void visitCode() {
        super.visitCode();
        settle();
      }
    };
  }

  /** A method that looks for a task and returns it. */
  static TaskAdvice looks(MethodVisitor next, int looks, int finds) {
    return new TaskAdvice(next) {
      @Override
      public void visitCode() {
        super.visitCode();
        visitIntInsn(Opcodes.BIPUSH, looks);
        visitVarInsn(Opcodes.ALOAD, 0);
        super.visitInsn(Opcodes.ACONST_NULL);
        bridge("takeUp");
      }

      @Override
      public void visitInsn(int opcode) {
        if (opcode == Opcodes.ARETURN) {
          noteResult("takeUp", finds);
        }
        super.visitInsn(opcode);
      }
    };
  }

  /** A method that is told which task its caller is about to run. */
  static TaskAdvice takesUp(MethodVisitor next, int way, int task) {
    return new TaskAdvice(next) {
      @Override
      public void visitCode() {
        super.visitCode();
        note("takeUp", way, 0, task);
      }
    };
  }

  /** The method of a task that runs it. */
  static TaskAdvice runs(MethodVisitor next, int way, String owner) {
    return new Around(next, way, owner);
  }

  /**
   * The method of a task that runs it, as soon as it can.
   *
   * @param rest a field of the task that is set to {@code null} when it has run
   * @param declaring the class that declares the field
   */
  static TaskAdvice runsOnce(
      MethodVisitor next, int way, String owner, String declaring, String rest, String type) {
    return new Around(next, way, owner) {
      @Override
      void loadRest() {
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitFieldInsn(Opcodes.GETFIELD, declaring, rest, type);
      }
    };
  }

  /**
   * The method of a pool in which a worker, its first parameter, runs one task after the other.
   *
   * @param first the worker's field for a task to begin with
   */
  static TaskAdvice works(
      MethodVisitor next, int way, String owner, String worker, String first, String type) {
    return new Around(next, way, owner) {
      @Override
      void begin() {
        visitIntInsn(Opcodes.BIPUSH, way);
        visitVarInsn(Opcodes.ALOAD, 0);
        visitVarInsn(Opcodes.ALOAD, 1);
        visitFieldInsn(Opcodes.GETFIELD, worker, first, type);
        bridge("takeUp");
      }
    };
  }

  /** A call of the bridge at the beginning, and another however the method ends. */
  private static class Around extends TaskAdvice {
    private final int way;
    private final String owner;
    private final Label begin = new Label();

    Around(MethodVisitor next, int way, String owner) {
      super(next);
      this.way = way;
      this.owner = owner;
    }

    void begin() {
      visitIntInsn(Opcodes.BIPUSH, way);
      super.visitInsn(Opcodes.ACONST_NULL);
      visitVarInsn(Opcodes.ALOAD, 0);
      bridge("takeUp");
    }

    void loadRest() {
      super.visitInsn(Opcodes.ACONST_NULL);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      begin();
      visitLabel(begin);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        end();
      }
      super.visitInsn(opcode);
    }

    /** The last handler of the method: it gets what no other one catches. */
    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      Label end = new Label();
      visitLabel(end);
      visitTryCatchBlock(begin, end, end, null);
      visitFrame(Opcodes.F_FULL, 1, new Object[] {owner}, 1, new Object[] {"java/lang/Throwable"});
      end();
      super.visitInsn(Opcodes.ATHROW);
      super.visitMaxs(maxStack, maxLocals);
    }

    private void end() {
      visitIntInsn(Opcodes.BIPUSH, way);
      loadRest();
      visitVarInsn(Opcodes.ALOAD, 0);
      bridge("layDown");
    }
  }

  /** Puts a call of the bridge here; the variables are numbers of parameters. */
  final void note(String method, int way, int to, int task) {
    visitIntInsn(Opcodes.BIPUSH, way);
    visitVarInsn(Opcodes.ALOAD, to);
    visitVarInsn(Opcodes.ALOAD, task);
    bridge(method);
  }

  /**
   * Puts a call of the bridge here, about what is on top of the stack and stays there, and about
   * {@code this}, or in a static method its first parameter.
   */
  final void noteResult(String method, int way) {
    super.visitInsn(Opcodes.DUP);
    visitIntInsn(Opcodes.BIPUSH, way);
    super.visitInsn(Opcodes.SWAP);
    visitVarInsn(Opcodes.ALOAD, 0);
    super.visitInsn(Opcodes.SWAP);
    bridge(method);
  }

  final void settle() {
    visitVarInsn(Opcodes.ALOAD, 0);
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, "settle", "(Ljava/lang/Object;)V", false);
  }

  final void bridge(String method) {
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, method, NOTE, false);
  }
}
