package io.scanmetrics.benchmarks;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of every benchmark that starts JVMs with the agent. */
final class MeasuredOn {
  @Option(names = "--java-home", description = "the JDK to measure on; default: this one")
  private Path javaHome = Path.of(System.getProperty("java.home"));

  @Option(
      names = "--agent",
      defaultValue = "agent/target/scan-metrics-agent.jar",
      description = "default: ${DEFAULT-VALUE}")
  private Path agent = Path.of("");

  Path javaHome() {
    return javaHome;
  }

  Path agent() {
    return agent;
  }
}
