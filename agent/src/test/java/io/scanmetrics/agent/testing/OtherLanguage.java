package io.scanmetrics.agent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compiles programs in other languages than Java, each with the compiler that the build fetched.
 */
public enum OtherLanguage {
  KOTLIN("kotlin", "kotlin-stdlib") {
    @Override
    List<String> compiler(Path target, String classPath) {
      return List.of(
          "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
          "-no-stdlib",
          "-no-reflect",
          "-jvm-target",
          "17",
          "-cp",
          classPath,
          "-d",
          target.toString());
    }
  },

  SCALA("scala", "scala-library") {
    @Override
    List<String> compiler(Path target, String classPath) {
      return List.of(
          "scala.tools.nsc.Main", "-release", "17", "-cp", classPath, "-d", target.toString());
    }
  };

  private final String folder;
  private final String library;

  OtherLanguage(String folder, String library) {
    this.folder = folder;
    this.library = library;
  }

  abstract List<String> compiler(Path target, String classPath);

  /** The application in that language, with its run-time library. */
  public Application compile() throws IOException, InterruptedException {
    Path target = Path.of("target", "apps", folder).toAbsolutePath();
    Files.createDirectories(target);
    List<Path> jars = list(Path.of("target", folder).toAbsolutePath(), ".jar");
    Path runtime =
        jars.stream()
            .filter(jar -> jar.getFileName().toString().startsWith(library))
            .findFirst()
            .orElseThrow();
    List<String> command =
        new ArrayList<>(
            List.of(
                "-Xss8m",
                "-cp",
                String.join(File.pathSeparator, jars.stream().map(Path::toString).toList())));
    command.addAll(compiler(target, runtime.toString()));
    list(Path.of("src", "test", "apps", folder), "").forEach(file -> command.add(file.toString()));
    ForkedJvm.Result result = ForkedJvm.on(Jdk.current()).run(command);
    assertThat(result.exitCode()).as("compiling %s: %s", this, result).isZero();
    return new Application(target, List.of(runtime));
  }

  private static List<Path> list(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
