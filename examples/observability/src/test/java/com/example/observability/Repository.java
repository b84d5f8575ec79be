package com.example.observability;

import java.nio.file.Path;

/** Where things lie. */
final class Repository {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private Repository() {}

  /** Its root. */
  static Path root() {
    return ROOT;
  }

  /** The packaged agent. */
  static Path agent() {
    return ROOT.resolve("agent/target/scan-metrics-agent.jar");
  }

  /** What users copy to their Prometheus. */
  static Path prometheus() {
    return ROOT.resolve("examples/observability/prometheus");
  }

  /** What users copy to their Grafana. */
  static Path grafana() {
    return ROOT.resolve("examples/observability/grafana");
  }
}
