package io.scanmetrics.extension;

import io.opentelemetry.javaagent.bootstrap.InstrumentationHolder;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import java.lang.instrument.Instrumentation;
import java.net.URLClassLoader;
import java.util.function.BiConsumer;

/**
 * The door: the OpenTelemetry agent finds this while it configures its SDK, before the
 * application's {@code main}; all else happens in a class loader that keeps the agent to itself.
 *
 * <p>Whatever fails here is said in one line, and the OpenTelemetry agent goes on without. Where
 * the agent is attached by itself before, that one goes on and says so, and this does nothing.
 */
public final class ScanMetricsExtension implements AutoConfigurationCustomizerProvider {
  private static final String STARTER = "io.scanmetrics.agent.hosted.ExtensionStarter";

  @Override
  public void customize(AutoConfigurationCustomizer sdk) {
    try {
      Instrumentation instrumentation = InstrumentationHolder.getInstrumentation();
      if (instrumentation == null) {
        say("the OpenTelemetry agent does not let classes be instrumented; nothing is measured");
      } else if (!OtherAgent.isAttached()) {
        starter().accept(sdk, instrumentation);
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      say("could not start (" + e + "); the OpenTelemetry agent goes on without scans");
    }
  }

  /** The other side, called through an interface that both know. */
  @SuppressWarnings("unchecked")
  private static BiConsumer<AutoConfigurationCustomizer, Instrumentation> starter()
      throws ReflectiveOperationException {
    IsolatedClassLoader loader =
        new IsolatedClassLoader((URLClassLoader) ScanMetricsExtension.class.getClassLoader());
    return Class.forName(STARTER, true, loader)
        .asSubclass(BiConsumer.class)
        .getDeclaredConstructor()
        .newInstance();
  }

  static void say(String line) {
    System.err.println("[scan-metrics] " + line);
  }
}
