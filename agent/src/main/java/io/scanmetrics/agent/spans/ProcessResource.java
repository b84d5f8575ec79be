package io.scanmetrics.agent.spans;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider;
import io.opentelemetry.sdk.resources.Resource;

/**
 * Which process spans and meters come from; found by the private SDK among its services.
 *
 * <p>Not the provider of OpenTelemetry's instrumentation, which tells the command line as well, in
 * which there may be passwords, and brings JMX up for it.
 */
public final class ProcessResource implements ResourceProvider {
  @Override
  public Resource createResource(ConfigProperties config) {
    AttributesBuilder attributes = Attributes.builder();
    ProcessHandle process = ProcessHandle.current();
    attributes.put("process.pid", process.pid());
    process.info().command().ifPresent(path -> attributes.put("process.executable.path", path));
    return Resource.create(attributes.build());
  }
}
