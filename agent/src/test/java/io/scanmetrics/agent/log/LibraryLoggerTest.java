package io.scanmetrics.agent.log;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

class LibraryLoggerTest {
  private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
  private final LibraryLogger logger = LibraryLogger.getLogger("io.library.Exporter");

  private void sendTo(AgentLog.Level level) {
    LibraryLogger.sendTo(AgentLog.to(sink, level, () -> 0));
  }

  private List<String> written() {
    return sink.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @AfterEach
  void detach() {
    LibraryLogger.sendTo(null);
  }

  @Test
  void warningsAndWorseReachTheAgentsLog() {
    sendTo(AgentLog.Level.INFO);
    logger.log(Level.SEVERE, "export failed", new IOException("refused"));

    assertThat(written())
        .containsExactly("[scan-metrics] WARN Exporter: export failed: IOException: refused");
  }

  @Test
  void aLoggerThatRepeatsItselfIsThrottled() {
    sendTo(AgentLog.Level.INFO);
    logger.warning("one");
    logger.warning("two");
    LibraryLogger.getLogger("io.library.Pool").warning("three");

    assertThat(written())
        .containsExactly("[scan-metrics] WARN Exporter: one", "[scan-metrics] WARN Pool: three");
  }

  @Test
  void everythingElseIsForThoseWhoDebug() {
    sendTo(AgentLog.Level.INFO);
    logger.info("hidden");
    logger.fine("hidden");
    assertThat(logger.isLoggable(Level.INFO)).isFalse();
    sendTo(AgentLog.Level.DEBUG);
    logger.info("shown");
    logger.log(Level.FINEST, () -> "shown");

    assertThat(written())
        .containsExactly(
            "[scan-metrics] DEBUG Exporter: shown", "[scan-metrics] DEBUG Exporter: shown");
  }

  @Test
  void aMessageNobodyReadsIsNotMade() {
    sendTo(AgentLog.Level.INFO);
    logger.log(
        Level.FINE,
        () -> {
          throw new AssertionError("made");
        });

    assertThat(written()).isEmpty();
  }

  @Test
  void parametersAreFilledIn() {
    sendTo(AgentLog.Level.DEBUG);
    logger.log(Level.FINE, "connect to {0}", "db");
    logger.log(Level.FINE, "{1} of {0}", new Object[] {"ten", "two"});
    logger.log(Level.FINE, "not a {pattern", "db");
    LogRecord entry = new LogRecord(Level.FINE, "entry {0}");
    entry.setParameters(new Object[] {"x"});
    logger.log(entry);

    assertThat(written())
        .containsExactly(
            "[scan-metrics] DEBUG Exporter: connect to db",
            "[scan-metrics] DEBUG Exporter: two of ten",
            "[scan-metrics] DEBUG Exporter: not a {pattern",
            "[scan-metrics] DEBUG Exporter: entry x");
  }

  @Test
  void withoutALogNothingHappens() {
    logger.warning("lost");

    assertThat(logger.isLoggable(Level.SEVERE)).isFalse();
    assertThat(written()).isEmpty();
  }

  /** A new version of a library that calls more of the logger is found here, not at run time. */
  @Test
  void everyMethodThatABundledLibraryCallsIsThere() throws IOException {
    Set<String> called = new TreeSet<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      if (entry.endsWith(".jar") && !isNotBundled(entry)) {
        collectCalls(entry, called);
      }
    }

    assertThat(called).contains("warning(Ljava/lang/String;)V");
    assertThat(methods()).containsAll(called);
  }

  private static boolean isNotBundled(String jar) {
    // Of JLine only the width of characters is.
    return List.of(
            "/jline-terminal/",
            "/jqwik/",
            "/junit/",
            "/surefire/",
            "/assertj/",
            "/archunit/",
            "/zonky/",
            "/grpc/",
            "/guava/",
            "/perfmark/",
            "/protobuf/",
            "/commons-compress/")
        .stream()
        .anyMatch(jar::contains);
  }

  private static Set<String> methods() {
    return Arrays.stream(LibraryLogger.class.getMethods())
        .map(LibraryLoggerTest::asInTheOriginal)
        .collect(toCollection(TreeSet::new));
  }

  private static String asInTheOriginal(Method method) {
    return (method.getName() + Type.getMethodDescriptor(method))
        .replace(Type.getInternalName(LibraryLogger.class), "java/util/logging/Logger");
  }

  private static void collectCalls(String jar, Set<String> called) throws IOException {
    try (JarFile file = new JarFile(jar)) {
      for (Enumeration<JarEntry> e = file.entries(); e.hasMoreElements(); ) {
        JarEntry entry = e.nextElement();
        if (entry.getName().endsWith(".class") && !entry.getName().endsWith("-info.class")) {
          try (InputStream in = file.getInputStream(entry)) {
            new ClassReader(in)
                .accept(new LoggerCalls(called), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
          }
        }
      }
    }
  }

  private static final class LoggerCalls extends ClassVisitor {
    private final Set<String> called;

    LoggerCalls(Set<String> called) {
      super(Opcodes.ASM9);
      this.called = called;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String name, String descriptor, boolean ofInterface) {
          add(owner, name, descriptor);
        }

        @Override
        public void visitInvokeDynamicInsn(
            String name, String descriptor, Handle bootstrap, Object... arguments) {
          for (Object argument : arguments) {
            if (argument instanceof Handle handle) {
              add(handle.getOwner(), handle.getName(), handle.getDesc());
            }
          }
        }
      };
    }

    private void add(String owner, String name, String descriptor) {
      if (owner.equals("java/util/logging/Logger")) {
        called.add(name + descriptor);
      }
    }
  }
}
