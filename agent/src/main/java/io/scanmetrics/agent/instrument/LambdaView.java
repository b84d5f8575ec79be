package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.MethodSelector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A lambda or method reference as a class file shows it. The class that the JVM makes of it while
 * the application runs is hidden from every agent, so no rule can mean it.
 *
 * @param type the interface that it implements, with dots
 * @param method that it is the body of
 * @param descriptor of that method
 * @param maker the method in which it stands
 */
public record LambdaView(String type, String method, String descriptor, String maker) {
  private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

  /**
   * All that stand in a class.
   *
   * @throws IllegalArgumentException if the class file is damaged or too new
   */
  public static List<LambdaView> in(byte[] classFile) {
    List<LambdaView> found = new ArrayList<>();
    new ClassReader(classFile)
        .accept(new Methods(found), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return found;
  }

  /** Whether it is what a selector says of methods, as far as that goes by their names. */
  public boolean fits(MethodSelector selector) {
    return !(selector.name() instanceof MethodSelector.Annotated)
        && selector.mayMatch(method, descriptor);
  }

  private static final class Methods extends ClassVisitor {
    private final List<LambdaView> found;

    Methods(List<LambdaView> found) {
      super(Opcodes.ASM9);
      this.found = found;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String maker,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInvokeDynamicInsn(
            String name, String made, Handle bootstrap, Object... arguments) {
          if (bootstrap.getOwner().equals(FACTORY) && arguments[0] instanceof Type erased) {
            String type = Type.getReturnType(made).getClassName();
            found.add(new LambdaView(type, name, erased.getDescriptor(), maker));
          }
        }
      };
    }
  }
}
