package io.scanmetrics.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class CallWeaverTest {
  private static final int SITE = 70_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.assertj.core.api.Assertions",
        "org.postgresql.Driver",
        "io.micrometer.core.instrument.MeterRegistry"
      })
  void allClassesOfALibraryAreStillAcceptedByTheJvm(String oneOfThem) throws Exception {
    List<String> refused = new ArrayList<>();
    int accepted = 0;
    try (JarFile jar = jarOf(oneOfThem)) {
      Woven loader = new Woven(jar);
      for (String name : loader.names()) {
        try {
          // Links the class, and so has it verified.
          accepted += loader.loadClass(name).getDeclaredMethods().length;
        } catch (VerifyError | ClassFormatError e) {
          refused.add(name + ": " + e);
        } catch (LinkageError | ClassNotFoundException e) {
          // It needs what is not there.
        }
      }
    }

    assertThat(refused).isEmpty();
    assertThat(accepted).isGreaterThan(1_000);
  }

  private static JarFile jarOf(String className) throws Exception {
    Class<?> one = Class.forName(className, false, CallWeaverTest.class.getClassLoader());
    return new JarFile(
        Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()).toFile());
  }

  /** Every method of every class is woven, and reads all that can be read. */
  private static final class Woven extends ClassLoader {
    private final JarFile jar;

    Woven(JarFile jar) {
      super(CallWeaverTest.class.getClassLoader());
      this.jar = jar;
    }

    List<String> names() {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.contains("-"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .toList();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        JarEntry entry = jar.getJarEntry(name.replace('.', '/') + ".class");
        if (loaded != null || entry == null) {
          return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
        try (InputStream in = jar.getInputStream(entry)) {
          byte[] woven = woven(in.readAllBytes());
          return defineClass(name, woven, 0, woven.length);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    }
  }

  private static byte[] woven(byte[] classFile) {
    Map<String, CallAdvice.Meaning> methods = new HashMap<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                if (!name.startsWith("<")) {
                  methods.put(
                      name + descriptor,
                      new CallAdvice.Meaning(SITE, methods.size() % 2 == 0, false));
                }
                return null;
              }
            },
            0);
    return CallWeaver.weave(classFile, methods);
  }
}
