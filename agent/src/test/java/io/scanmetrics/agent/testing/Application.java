package io.scanmetrics.agent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A program that knows nothing of the agent, compiled from {@code src/test/apps/NAME} for the test
 * that runs it.
 *
 * @param classes where its classes are
 * @param libraries jars that it needs, in the order of its class path
 */
public record Application(Path classes, List<Path> libraries) {
  private static final Path SOURCES = Path.of("src", "test", "apps");

  /** What has been compiled in this JVM is not compiled again. */
  private static final Map<Source, Application> COMPILED = new ConcurrentHashMap<>();

  private record Source(String name, int release, List<Path> libraries) {}

  /** Compiled for Java 17, into a folder below {@code target}. */
  public static Application compile(String name, Path... libraries) {
    return compile(name, 17, libraries);
  }

  /** Compiled for that version of Java. */
  public static Application compile(String name, int release, Path... libraries) {
    return COMPILED.computeIfAbsent(
        new Source(name, release, List.of(libraries)),
        source -> compiled(name, release, libraries));
  }

  private static Application compiled(String name, int release, Path... libraries) {
    Path target = Path.of("target", "apps", name + "-" + release).toAbsolutePath();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-d",
                target.toString(),
                "--release",
                String.valueOf(release),
                "-parameters",
                "-Xlint:-options"));
    if (libraries.length > 0) {
      arguments.add("-classpath");
      arguments.add(join(List.of(libraries)));
    }
    try (Stream<Path> files = Files.walk(SOURCES.resolve(name))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> arguments.add(file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                arguments.stream().filter(a -> !a.endsWith(".java")).toList(),
                null,
                compiler
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjects(
                        arguments.stream().filter(a -> a.endsWith(".java")).toArray(String[]::new)))
            .call();
    assertThat(compiled).as("compiling %s: %s", name, messages).isTrue();
    return new Application(target, List.of(libraries));
  }

  /** The same classes in a jar. */
  public Application inJar(Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return new Application(jar, libraries);
  }

  /** As the launcher takes it. */
  public String classPath() {
    List<Path> path = new ArrayList<>();
    path.add(classes);
    path.addAll(libraries);
    return join(path);
  }

  private static String join(List<Path> path) {
    return String.join(
        System.getProperty("path.separator"), path.stream().map(Path::toString).toList());
  }
}
