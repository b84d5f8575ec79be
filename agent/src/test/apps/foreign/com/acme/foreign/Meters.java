package com.acme.foreign;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/** The application's Micrometer, with its global registry. */
final class Meters {
  private final MeterRegistry registry = new SimpleMeterRegistry();

  Meters() {
    Metrics.addRegistry(registry);
  }

  List<String> names() {
    return registry.getMeters().stream().map(meter -> meter.getId().getName()).sorted().toList();
  }

  Class<?> type() {
    return MeterRegistry.class;
  }
}
