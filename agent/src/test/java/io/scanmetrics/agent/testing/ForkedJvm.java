package io.scanmetrics.agent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM of its own, with the packaged agent or without it: what an application really meets. Built
 * step by step, then {@link #run}.
 */
public final class ForkedJvm {
  private static final Path AGENT = Path.of("target", "scan-metrics-agent.jar").toAbsolutePath();

  private final Jdk jdk;
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> launcher = new ArrayList<>();
  private String agentArgument = "";
  private boolean withAgent;
  private boolean unreadStderr;
  private boolean lasting;

  private ForkedJvm(Jdk jdk) {
    this.jdk = jdk;
  }

  /** Without an agent so far. */
  public static ForkedJvm on(Jdk jdk) {
    return new ForkedJvm(jdk);
  }

  /** The packaged agent's jar. */
  public static Path agentJar() {
    return AGENT;
  }

  /** What a launcher has to be told for the packaged agent to drain that folder. */
  public static List<String> drain(Path spool, String jdbcUrl) {
    return List.of(
        "-jar", AGENT.toString(), "drain", "--spool-dir=" + spool, "--jdbc-url=" + jdbcUrl);
  }

  /** With the packaged agent, and what stands behind its jar; may be empty. */
  public ForkedJvm withAgent(String argument) {
    withAgent = true;
    agentArgument = argument;
    return this;
  }

  /** With the packaged agent and a rules file of {@code src/test/resources/rules}. */
  public ForkedJvm withRules(String name) {
    return withAgent("rules=" + rules(name));
  }

  /** A rules file of {@code src/test/resources/rules}. */
  public static Path rules(String name) {
    return Path.of("src", "test", "resources", "rules", name + ".yaml");
  }

  /** Scans go to that database. */
  public ForkedJvm storingIn(TestDatabase database) {
    return option("-Dscan.metrics.jdbc.url=" + database.jdbcUrl());
  }

  /** A JVM option. */
  public ForkedJvm option(String... option) {
    options.addAll(Arrays.asList(option));
    return this;
  }

  /** Started by that program with those arguments, which turns into the JVM. */
  public ForkedJvm launchedBy(String... command) {
    launcher.addAll(Arrays.asList(command));
    return this;
  }

  /**
   * It runs for long enough to compile what is hot as in production. One that does not is spared
   * the optimizing compiler, which would take a quarter of its processor time for nothing.
   */
  public ForkedJvm lasting() {
    lasting = true;
    return this;
  }

  /** Its stderr is a pipe from which nobody reads. */
  public ForkedJvm withUnreadStderr() {
    unreadStderr = true;
    return this;
  }

  /**
   * An environment variable; nothing else of this JVM's environment is handed on. Without {@code
   * XDG_STATE_HOME} each JVM has a new folder for that.
   */
  public ForkedJvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs a class of the application to its end. */
  public Result run(Application application, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    return run(List.of("-cp", application.classPath(), mainClass), arguments);
  }

  /** Runs whatever the launcher's arguments name to its end. */
  public Result run(List<String> launch, String... arguments)
      throws IOException, InterruptedException {
    Running running = start(launch, arguments);
    return running.await();
  }

  /** Starts a class of the application. */
  public Running start(Application application, String mainClass, String... arguments)
      throws IOException {
    return start(List.of("-cp", application.classPath(), mainClass), arguments);
  }

  /** Starts whatever the launcher's arguments name. */
  public Running start(List<String> launch, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(jdk.tool("java").toString());
    if (!lasting) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    if (withAgent) {
      command.add("-javaagent:" + AGENT + (agentArgument.isEmpty() ? "" : "=" + agentArgument));
    }
    command.addAll(options);
    command.addAll(launch);
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile("forked", ".out");
    Path err = Files.createTempFile("forked", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile());
    if (!unreadStderr) {
      builder.redirectError(err.toFile());
    }
    builder.environment().clear();
    // Nobody finds there what others left, unless a test says so.
    builder.environment().put("XDG_STATE_HOME", Files.createTempDirectory("forked").toString());
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** A JVM that has not ended yet. */
  public record Running(Process process, Path out, Path err) {
    /** Gives it a line to read. */
    public void tell(String line) throws IOException {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    /** Gives it nothing more to read, and waits for its end. */
    public Result leave() throws IOException, InterruptedException {
      process.getOutputStream().close();
      return await();
    }

    /** Waits until it has printed a line that has this text in it. */
    public void awaitPrinted(String text) throws IOException {
      await(out, text);
    }

    /** Waits until a line that has this text in it is on its stderr. */
    public void awaitSaid(String text) throws IOException {
      await(err, text);
    }

    private void await(Path stream, String text) throws IOException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!Files.readString(stream).contains(text)) {
        assertThat(process.isAlive() && System.nanoTime() < deadline)
            .as("no '%s' in%n%s%s", text, Files.readString(out), Files.readString(err))
            .isTrue();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }

    /** Waits for its end, a minute at most. */
    public Result await() throws IOException, InterruptedException {
      return await(Duration.ofMinutes(1));
    }

    /** Waits for its end. */
    public Result await(Duration most) throws IOException, InterruptedException {
      try {
        boolean ended = process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        String stdout = Files.readString(out, StandardCharsets.UTF_8);
        String stderr = Files.readString(err, StandardCharsets.UTF_8);
        assertThat(ended).as("still running after %s: %s%s", most, stdout, stderr).isTrue();
        return new Result(process.exitValue(), stdout, stderr);
      } finally {
        process.destroyForcibly();
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    }
  }

  /** What a JVM left behind. */
  public record Result(int exitCode, String stdout, String stderr) {
    /**
     * Fails unless stderr consists of exactly these lines in this order. Warnings of the JVM are
     * lines like any other, so they are never expected.
     *
     * @param lines regular expressions, each of a whole line
     */
    public Result says(String... lines) {
      List<String> said = stderr.lines().toList();
      assertThat(said).as("lines on stderr").hasSize(lines.length);
      for (int i = 0; i < lines.length; i++) {
        assertThat(said.get(i)).matches(lines[i]);
      }
      return this;
    }

    /** As {@link #says}, in whatever order. */
    public Result saysInAnyOrder(String... lines) {
      List<String> said = stderr.lines().toList();
      assertThat(said).as("lines on stderr").hasSize(lines.length);
      for (String line : lines) {
        assertThat(said).anyMatch(each -> each.matches(line));
      }
      return this;
    }

    /** Fails unless the application printed these lines, and ended in this way. */
    public Result prints(int exitCode, String... lines) {
      assertThat(stdout.lines()).as("stdout; stderr is %s", stderr).containsExactly(lines);
      assertThat(this.exitCode).as("exit code; stderr is %s", stderr).isEqualTo(exitCode);
      return this;
    }
  }
}
