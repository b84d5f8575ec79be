package io.scanmetrics.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.log.LibraryLogger;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first steps of premain load in a JVM that has done nothing yet. */
class ColdStartIT {
  private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: ");

  @TempDir Path dir;

  @Test
  void optionsAndLogGetByWithAFewPlainClasses() throws Exception {
    Set<String> loaded = loadedBy(ReadsOptions.class);

    assertThat(loaded)
        .contains("io.scanmetrics.agent.options.Options", "io.scanmetrics.agent.log.AgentLog")
        .noneMatch(name -> name.contains("Lambda") || name.startsWith("java.lang.invoke."))
        .noneMatch(name -> name.startsWith("java.util.regex."))
        .noneMatch(name -> name.startsWith("java.util.stream."))
        .noneMatch(name -> name.startsWith("java.util.Formatter"))
        .noneMatch(name -> name.startsWith("java.nio.file."))
        .noneMatch(name -> name.startsWith("java.util.logging."));
    assertThat(loaded).filteredOn(name -> name.startsWith("io.scanmetrics.")).hasSizeLessThan(12);
    assertThat(loaded).hasSizeLessThan(40);
  }

  @Test
  void whatLibrariesLogDoesNotChooseTheApplicationsLogManager() throws Exception {
    assertThat(loadedBy(LogsLikeALibrary.class))
        .contains("io.scanmetrics.agent.log.LibraryLogger", "java.util.logging.Level")
        .doesNotContain("java.util.logging.LogManager", "java.util.logging.Logger");
  }

  /** The classes that this program loads and one that does nothing does not. */
  private Set<String> loadedBy(Class<?> program) throws Exception {
    Set<String> loaded = run(program);
    loaded.removeAll(run(Nothing.class));
    return loaded;
  }

  private Set<String> run(Class<?> program) throws Exception {
    Path log = dir.resolve(program.getSimpleName() + ".log");
    Path output = dir.resolve(program.getSimpleName() + ".out");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log + "::filecount=0",
                "-cp",
                folderOf(ColdStartIT.class) + File.pathSeparator + folderOf(Options.class),
                program.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    Set<String> names = new TreeSet<>();
    Matcher line = LOADED.matcher(Files.readString(log, StandardCharsets.UTF_8));
    while (line.find()) {
      names.add(line.group(1));
    }
    return names;
  }

  private static String folderOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** Opens the same jar, which is not what is looked at here. */
  static final class Nothing {
    public static void main(String[] args) {
      if (AgentLog.Level.OFF.compareTo(AgentLog.Level.ERROR) > 0) {
        throw new AssertionError();
      }
    }
  }

  static final class ReadsOptions {
    public static void main(String[] args) {
      Options options =
          Options.ofAgent(
              "rules='a.yaml,b.yaml',tenant.id=acme", System.getProperties(), System.getenv());
      AgentLog log = AgentLog.toStderr(options.logLevel());
      if (options.enabled() && options.rules().size() == 2) {
        log.info("attached");
      }
    }
  }

  static final class LogsLikeALibrary {
    public static void main(String[] args) {
      LibraryLogger logger = LibraryLogger.getLogger("library");
      LibraryLogger.sendTo(AgentLog.toStderr(AgentLog.Level.DEBUG));
      logger.log(Level.WARNING, "{0} failed", "export");
      logger.fine("fine");
    }
  }
}
