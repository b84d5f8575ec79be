package io.scanmetrics.agent.hosted;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Option;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.spans.CicdNames;
import io.scanmetrics.agent.start.Agent;
import io.scanmetrics.agent.start.BridgeInstaller;
import io.scanmetrics.agent.start.RulesInForce;
import io.scanmetrics.otel.OnDemandExporter;
import io.scanmetrics.otel.ScanMetricsAutoconfiguration;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the host's SDK asks for while it is configured, in this order: properties, the sampler,
 * exporters, the provider of tracers. Whatever fails here, the host goes on without. Used by one
 * thread.
 */
final class Hosting {
  private static final String LEFT_ALONE = "otel.javaagent.exclude-class-loaders";

  private final Instrumentation instrumentation;
  private boolean begun;
  private @Nullable Plug plug;

  Hosting(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** What plugs into the SDK, if anything is to be measured. */
  private record Plug(Options options, OnDemandExporter exporter, Agent agent) {}

  /** Has the host leave our own classes as they are, and not look for an exporter that we are. */
  Map<String, String> properties(ConfigProperties config) {
    Map<String, String> properties =
        new HashMap<>(ScanMetricsAutoconfiguration.otherExporters(config));
    String others = config.getString(LEFT_ALONE);
    String own = Hosting.class.getClassLoader().getClass().getName();
    properties.put(LEFT_ALONE, others == null || others.isBlank() ? own : others + "," + own);
    return properties;
  }

  /** Scans and phases are recorded at any sampling. */
  Sampler sampler(Sampler sampler, ConfigProperties config) {
    Plug known = begin(config);
    return known == null ? sampler : known.exporter.sampler(sampler);
  }

  /** What the host exports has the names that the options ask for. */
  SpanExporter exporter(SpanExporter exporter, ConfigProperties config) {
    Plug known = begin(config);
    return known != null && known.options.cicdNames() ? new CicdNames(exporter) : exporter;
  }

  /** Last of all, measuring begins. */
  SdkTracerProviderBuilder plugIn(SdkTracerProviderBuilder provider, ConfigProperties config) {
    Plug known = begin(config);
    if (known == null) {
      return provider;
    }
    known.agent.attach(false);
    return provider
        .addSpanProcessorFirst(new LastSpans(known.agent))
        .addSpanProcessor(known.exporter.spanProcessor());
  }

  private @Nullable Plug begin(ConfigProperties config) {
    if (!begun) {
      begun = true;
      Options options =
          Options.ofAgent(null, properties(config, System.getProperties()), System.getenv());
      AgentLog log = AgentLog.toStderr(options.logLevel());
      try {
        plug = plug(options, log, config);
      } catch (RuntimeException | LinkageError e) {
        log.error("could not start; the OpenTelemetry agent goes on without scans", e);
      }
    }
    return plug;
  }

  private @Nullable Plug plug(Options options, AgentLog log, ConfigProperties config) {
    for (String fault : options.faults()) {
      log.warn(fault);
    }
    if (!options.enabled() || !RulesInForce.canBeRead(options, log)) {
      return null;
    }
    HostedExporter maker = new HostedExporter(options, config, log);
    OnDemandExporter exporter = new OnDemandExporter(maker);
    Agent agent = Agent.of(options, log, instrumentation, new Hosted(exporter, maker));
    if (agent == null) {
      return null;
    }
    // The first thing that others see of this one.
    BridgeInstaller.install(instrumentation);
    return new Plug(options, exporter, agent);
  }

  /** The options as the host knows them, which may have them from a file of its own. */
  private static Map<Object, Object> properties(ConfigProperties config, Map<?, ?> system) {
    Map<Object, Object> properties = new HashMap<>(system);
    for (Option option : Option.values()) {
      String value = config.getString(option.property());
      if (value != null) {
        properties.putIfAbsent(option.property(), value);
      }
    }
    return properties;
  }
}
