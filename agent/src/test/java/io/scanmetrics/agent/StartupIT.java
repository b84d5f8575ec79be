package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A JVM that never loads a class of the rules pays next to nothing for the agent. */
class StartupIT {
  private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: ");

  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void nothingIsLoadedThatIsNotNeeded(Jdk jdk, @TempDir Path folder) throws Exception {
    Application application = Application.compile("endings");
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            Files.readString(ForkedJvm.rules("host")).replace("com.acme.", "org.example."));
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .withAgent("rules=" + rules)
            .option("-Dscan.metrics.jdbc.url=jdbc:postgresql://127.0.0.1:1/scans")
            .option("-Xlog:class+load")
            .run(application, "com.acme.endings.Main", "phases")
            .says("\\[scan-metrics\\] INFO nothing was measured: none of .*");

    List<String> loaded =
        LOADED.matcher(result.stdout()).results().map(StartupIT::className).toList();
    assertThat(result.exitCode()).isZero();
    assertThat(loaded)
        .contains("io.scanmetrics.agent.instrument.RuleTransformer")
        .doesNotContain("java.lang.ScanMetricsBridge")
        .noneMatch(name -> name.startsWith("io.scanmetrics.agent.telemetry."))
        .noneMatch(name -> name.startsWith("org.objectweb.asm."))
        .noneMatch(name -> name.startsWith("io.opentelemetry."))
        .noneMatch(name -> name.startsWith("io.micrometer."))
        .noneMatch(name -> name.startsWith("io.prometheus."))
        .noneMatch(name -> name.startsWith("com.zaxxer."))
        .noneMatch(name -> name.startsWith("org.postgresql."))
        .noneMatch(name -> name.startsWith("org.flywaydb."))
        .noneMatch(name -> name.startsWith("org.slf4j."))
        .noneMatch(name -> name.startsWith("java.util.logging."))
        .noneMatch(name -> name.startsWith("java.lang.management."))
        .noneMatch(name -> name.startsWith("javax.management."));
    assertThat(
            loaded.subList(
                loaded.indexOf("sun.instrument.InstrumentationImpl"),
                loaded.indexOf("io.scanmetrics.agent.start.AgentStarter")))
        .as("to enter the agent by a method handle costs the spinning of classes")
        .noneMatch(name -> name.startsWith("java.lang.invoke.LambdaForm$"));
    assertThat(loaded)
        .as("what lies in the larger jar costs the opening of it")
        .filteredOn(name -> name.startsWith("io.scanmetrics."))
        .filteredOn(name -> !name.matches("io\\.scanmetrics\\.agent\\.[A-Z].*"))
        .isSubsetOf(classesToStartWith());
  }

  private static List<String> classesToStartWith() throws IOException {
    List<String> names = new ArrayList<>();
    try (JarFile jar = new JarFile(ForkedJvm.agentJar().toFile());
        ZipInputStream start =
            new ZipInputStream(jar.getInputStream(jar.getEntry("META-INF/isolated/start.jar")))) {
      for (ZipEntry entry = start.getNextEntry(); entry != null; entry = start.getNextEntry()) {
        names.add(entry.getName().replace(".class", "").replace('/', '.'));
      }
    }
    return names;
  }

  private static String className(MatchResult found) {
    return found.group(1);
  }
}
