package com.example.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that ran to its end without a terminal: what it printed and how it exited. */
record Run(int status, String out, String err) {
  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  private static final Path AGENT = REPOSITORY.resolve("agent/target/scan-metrics-agent.jar");
  private static final Path RULES = REPOSITORY.resolve("examples/scanner/scan-metrics-rules.yaml");
  private static final Path SCANNER = REPOSITORY.resolve("examples/scanner/target");

  /** The jar of the unmodified scanner. */
  static Path scanner() {
    return SCANNER.resolve("example-scanner.jar");
  }

  /** A script of this folder; what it leaves behind lies in that one. */
  static Run script(String name, Jdk jdk, Path folder, Map<String, String> environment)
      throws Exception {
    List<String> command = List.of(REPOSITORY.resolve("examples").resolve(name).toString());
    return run(jdk, command, folder, environment);
  }

  /** The agent's command line, which creates the schema. */
  static Run migrate(Jdk jdk, Path folder, Map<String, String> environment) throws Exception {
    List<String> command =
        List.of(jdk.home().resolve("bin/java").toString(), "-jar", AGENT.toString(), "migrate");
    return run(jdk, command, folder, environment);
  }

  /** The scanner on artifacts that its build has assembled; with the agent or without. */
  static Run scan(
      Jdk jdk, Path folder, boolean agent, List<String> artifacts, Map<String, String> environment)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(jdk.home().resolve("bin/java").toString()));
    if (agent) {
      command.add("-javaagent:" + AGENT + "=rules=" + RULES);
    }
    command.addAll(List.of("-jar", scanner().toString(), "scan", "--out", folder + "/evidence"));
    artifacts.forEach(name -> command.add(SCANNER.resolve("input").resolve(name).toString()));
    return run(jdk, command, folder, environment);
  }

  private static Run run(
      Jdk jdk, List<String> command, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Path nothing = Files.createTempFile(folder, "in", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(nothing.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(Run::changesWhatIsTested);
    variables.put("JAVA_HOME", jdk.home().toString());
    variables.put("DEMO_DIR", folder.toString());
    variables.put("DEMO_BUILD", "off");
    variables.put("SCAN_METRICS_SPOOL_DIR", folder.resolve("spool").toString());
    variables.putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroy();
      throw new IllegalStateException("does not end: " + command);
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static boolean changesWhatIsTested(String variable) {
    return variable.startsWith("SCAN_METRICS_")
        || variable.startsWith("SCANNER_")
        || variable.startsWith("OTEL_")
        || variable.equals("AGENT")
        || variable.equals("TRACEPARENT")
        || variable.equals("JAVA_TOOL_OPTIONS");
  }
}
