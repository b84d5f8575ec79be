package io.scanmetrics.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.log.LibraryLogger;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.threads.DaemonThread;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the first steps of premain load in a JVM that has done nothing yet. */
class ColdStartIT {
  private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: ");

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void optionsAndLogGetByWithAFewPlainClasses(Jdk jdk) throws Exception {
    Set<String> loaded = loadedBy(ReadsOptions.class, jdk);

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

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void whatLibrariesLogDoesNotChooseTheApplicationsLogManager(Jdk jdk) throws Exception {
    assertThat(loadedBy(LogsLikeALibrary.class, jdk))
        .contains("io.scanmetrics.agent.log.LibraryLogger", "java.util.logging.Level")
        .doesNotContain("java.util.logging.LogManager", "java.util.logging.Logger");
  }

  /** The classes that this program loads and one that does nothing does not. */
  private static Set<String> loadedBy(Class<?> program, Jdk jdk) throws Exception {
    Set<String> loaded = run(program, jdk);
    loaded.removeAll(run(Nothing.class, jdk));
    return loaded;
  }

  private static Set<String> run(Class<?> program, Jdk jdk) throws Exception {
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .option("-Xlog:class+load")
            .run(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    Set<String> names = new TreeSet<>();
    Matcher line = LOADED.matcher(result.stdout());
    while (line.find()) {
      names.add(line.group(1));
    }
    return names;
  }

  /** Opens both modules' jars, which are one in the agent and not what is looked at here. */
  static final class Nothing {
    public static void main(String[] args) {
      if (AgentLog.Level.OFF.compareTo(AgentLog.Level.ERROR) > 0
          || DaemonThread.class.isInterface()) {
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
