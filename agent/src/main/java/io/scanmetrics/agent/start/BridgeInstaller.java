package io.scanmetrics.agent.start;

import io.scanmetrics.agent.bridge.ScanBridge;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Collections;

/**
 * Puts the bridge into {@code java.base} before anything refers to it.
 *
 * <p>Not by {@code appendToBootstrapClassLoaderSearch}: that prints a warning and turns the
 * application's class-data sharing off. Defining one class through a lookup does neither.
 */
public final class BridgeInstaller {
  private static boolean installed;

  private BridgeInstaller() {}

  /**
   * Must run before any class of the agent that names {@link ScanBridge} is linked. Does so once;
   * after that does nothing.
   *
   * @throws IllegalStateException if it cannot be, for example because it is another agent's
   */
  public static synchronized void install(Instrumentation instrumentation) {
    if (installed) {
      return;
    }
    try {
      define(instrumentation);
      installed = true;
    } catch (IOException | IllegalAccessException | LinkageError e) {
      throw new IllegalStateException("the bridge cannot be put into java.base: " + e, e);
    }
  }

  private static void define(Instrumentation instrumentation)
      throws IOException, IllegalAccessException {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Collections.emptySet(),
        Collections.emptyMap(),
        Collections.singletonMap(
            "java.lang", Collections.singleton(BridgeInstaller.class.getModule())),
        Collections.emptySet(),
        Collections.emptyMap());
    ClassLoader loader = BridgeInstaller.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream("java/lang/ScanMetricsBridge.class")) {
      if (in == null) {
        throw new IOException("the bridge is missing from the agent's jar");
      }
      MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
          .defineClass(in.readAllBytes());
    }
  }
}
