package io.scanmetrics.agent.hosted;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

/**
 * The way in as an extension of the OpenTelemetry agent, on the thread on which that starts, before
 * the application's {@code main}.
 */
public final class ExtensionStarter
    implements BiConsumer<AutoConfigurationCustomizer, Instrumentation> {
  /** Called by the extension, in the class loader that keeps the agent apart. */
  @Override
  public void accept(AutoConfigurationCustomizer sdk, Instrumentation instrumentation) {
    Hosting hosting = new Hosting(instrumentation);
    sdk.addPropertiesCustomizer(hosting::properties);
    sdk.addSamplerCustomizer(hosting::sampler);
    sdk.addSpanExporterCustomizer(hosting::exporter);
    sdk.addTracerProviderCustomizer(hosting::plugIn);
  }
}
