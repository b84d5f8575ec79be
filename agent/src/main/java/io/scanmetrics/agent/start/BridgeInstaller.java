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
final class BridgeInstaller {
  private BridgeInstaller() {}

  /** Must run before any class of the agent that names {@link ScanBridge} is linked. */
  static void install(Instrumentation instrumentation) throws IOException, IllegalAccessException {
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
