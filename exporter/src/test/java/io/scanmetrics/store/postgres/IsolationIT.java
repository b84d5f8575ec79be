package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.store.postgres.isolation.Application;
import io.scanmetrics.store.postgres.isolation.ApplicationDriver;
import io.scanmetrics.store.postgres.isolation.Host;
import io.scanmetrics.testing.PostgresServer;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class IsolationIT {
  @TempDir Path folder;

  @Test
  void anApplicationThatDoesNotSeeTheExporterStillFindsItsOwnDriversAndNoOthers() throws Exception {
    TestDatabase database = PostgresServer.embedded().newDatabase();
    Path classes = folder.resolve("classes");
    copyClass(Application.class, classes);
    copyClass(ApplicationDriver.class, classes);
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("java.sql.Driver"), ApplicationDriver.class.getName());

    String output =
        run(
            classes,
            System.getProperty("java.class.path"),
            database.jdbcUrl(),
            Host.class.getName());

    assertThat(output.lines())
        .containsExactly(
            ApplicationDriver.class.getName(),
            "visible " + ApplicationDriver.class.getName(),
            "context loader app");
    assertThat(database.value("SELECT count(*) FROM scanner.scan_metrics")).isEqualTo(1L);
  }

  private static void copyClass(Class<?> type, Path classes) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      Files.copy(in, file);
    }
  }

  private String run(Path classes, String... arguments) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path errors = folder.resolve("stderr");
    var command =
        new ProcessBuilder(java.toString(), "-cp", classes.toString(), Application.class.getName());
    for (String argument : arguments) {
      command.command().add(argument);
    }
    command.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = command.redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    assertThat(errors).isEmptyFile();
    return output;
  }
}
