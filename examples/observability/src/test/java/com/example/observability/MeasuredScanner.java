package com.example.observability;

import com.example.observability.scanner.Main;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scanner under the packaged agent, in a JVM of its own, that does as it is told. */
final class MeasuredScanner implements AutoCloseable {
  private static final Pattern ENDPOINT =
      Pattern.compile("INFO meters are served at http://(127\\.0\\.0\\.1:\\d+)/metrics");

  private final Process process;
  private final Writer commands;
  private final Path err;

  private MeasuredScanner(Process process, Path err) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.err = err;
  }

  /** Starts it; its meters are served at a free port. */
  static MeasuredScanner start(String... options) throws IOException {
    Path err = Files.createTempFile("scanner", ".err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-javaagent:" + Repository.agent());
    command.add("-Dscan.metrics.rules=" + Path.of("target/test-classes/scanner-rules.yaml"));
    command.add("-Dscan.metrics.prometheus.port=0");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", "target/test-classes", Main.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile());
    builder.environment().clear();
    return new MeasuredScanner(builder.start(), err);
  }

  /** Has it do something, see {@link Main}. */
  void tell(String command) throws IOException {
    commands.write(command + '\n');
    commands.flush();
  }

  /** Where its meters are served: host and port. */
  String address() throws Exception {
    return Await.present(
        () -> {
          Matcher said = ENDPOINT.matcher(Files.readString(err));
          return said.find() ? said.group(1) : null;
        },
        () -> Files.readString(err));
  }

  /** Its meters as they are now. */
  String meters() throws Exception {
    try (var in = URI.create("http://" + address() + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** As the kernel kills what takes too much memory. */
  void kill() {
    process.destroyForcibly().onExit().orTimeout(1, TimeUnit.MINUTES).join();
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.deleteIfExists(err);
  }
}
