package io.scanmetrics.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent that times methods, attached to a JVM: ours, another, or none.
 *
 * @param name in the table
 * @param jar {@code null} for none
 * @param options of the JVM, beside the agent's jar
 */
record Contender(String name, Path jar, List<String> options) {
  /** Where {@code mvn package -Pcontenders} puts the other agents. */
  private static final Path OTHERS = Path.of("benchmarks", "target", "contenders");

  private static final Path NO_JAR = Path.of("");

  /** The floor. */
  static final Contender NONE = new Contender("no agent", NO_JAR, List.of());

  /**
   * What the JVM itself does for any agent in Java, before it enters it: a module more than its
   * archive holds has it put the graph of modules together anew.
   */
  static final Contender INSTRUMENT_MODULE =
      new Contender(
          "no agent, but its module: --add-modules java.instrument",
          NO_JAR,
          List.of("--add-modules=java.instrument"));

  /**
   * OpenTelemetry's Java agent with all instrumentations off but that of named methods.
   *
   * @param methods {@code class[method,method]}
   */
  static Contender openTelemetry(String name, String methods, List<String> options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-Dotel.instrumentation.common.default-enabled=false",
                "-Dotel.instrumentation.methods.enabled=true",
                "-Dotel.instrumentation.methods.include=" + methods,
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none"));
    all.addAll(options);
    return new Contender(name, OTHERS.resolve("opentelemetry-javaagent.jar"), all);
  }

  /** The same with its defaults. */
  static Contender openTelemetryDefaults(String methods) {
    return new Contender(
        "OpenTelemetry Java agent, defaults",
        OTHERS.resolve("opentelemetry-javaagent.jar"),
        List.of(
            "-Dotel.instrumentation.methods.include=" + methods,
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none"));
  }

  /** Elastic's, sending nothing. */
  static Contender elastic(String className) {
    return new Contender(
        "Elastic APM agent",
        OTHERS.resolve("elastic-apm-agent.jar"),
        List.of(
            "-Delastic.apm.trace_methods=" + className + "#*",
            "-Delastic.apm.disable_send=true",
            "-Delastic.apm.log_level=OFF"));
  }

  /** Datadog's, with nobody to send to. */
  static Contender datadog(String methods) {
    return new Contender(
        "Datadog agent",
        OTHERS.resolve("dd-java-agent.jar"),
        List.of(
            "-Ddd.trace.methods=" + methods,
            "-Ddd.integrations.enabled=false",
            "-Ddd.trace.annotations.enabled=false",
            "-Ddd.instrumentation.telemetry.enabled=false",
            "-Ddd.jmxfetch.enabled=false",
            "-Ddd.profiling.enabled=false",
            "-Ddatadog.slf4j.simpleLogger.defaultLogLevel=off"));
  }

  private boolean isThere() {
    return jar.equals(NO_JAR) || Files.exists(jar);
  }

  /** Those whose jars are here; the others are named. */
  static List<Contender> present(List<Contender> contenders) {
    for (Contender contender : contenders) {
      if (!contender.isThere()) {
        System.err.println(
            "left out, not there: " + contender.jar() + "; mvn package -Pcontenders");
      }
    }
    return contenders.stream().filter(Contender::isThere).toList();
  }

  /** All options of a JVM with it. */
  List<String> jvmOptions() {
    List<String> all = new ArrayList<>();
    if (!jar.equals(NO_JAR)) {
      all.add("-javaagent:" + jar.toAbsolutePath());
    }
    all.addAll(options);
    return all;
  }

  Contender with(String option) {
    List<String> more = new ArrayList<>(options);
    more.add(option);
    return new Contender(name, jar, more);
  }
}
