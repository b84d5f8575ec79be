package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.MethodSelector;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

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
    OpenedClassReader.of(classFile)
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
      super(OpenedClassReader.ASM_API);
      this.found = found;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String maker,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(OpenedClassReader.ASM_API) {
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
