import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Marks the methods by which the JVM enters the agent as of variable arity, which they are not.
 *
 * <p>The JVM calls them by reflection. From JDK 18 on that spins half a dozen classes for the call
 * (JEP 416), some 5 ms in a JVM that is starting. It does so for no method that is marked like this
 * and whose last parameter is no array, which a method handle could not have: see {@code
 * useNativeAccessor} in the JDK's {@code MethodHandleAccessorFactory}. Nothing else looks at the
 * mark. A compiler cannot set it, so this is run by the build: {@code java NativeEntry.java FROM
 * TO}, both class files.
 */
final class NativeEntry extends ClassVisitor {
  private NativeEntry(ClassWriter next) {
    super(Opcodes.ASM9, next);
  }

  public static void main(String[] files) throws IOException {
    ClassReader original = new ClassReader(Files.readAllBytes(Path.of(files[0])));
    ClassWriter marked = new ClassWriter(original, 0);
    original.accept(new NativeEntry(marked), 0);
    Path to = Path.of(files[1]);
    Files.createDirectories(to.getParent());
    Files.write(to, marked.toByteArray());
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    boolean entry = name.equals("premain") || name.equals("agentmain");
    return super.visitMethod(
        entry ? access | Opcodes.ACC_VARARGS : access, name, descriptor, signature, exceptions);
  }
}
