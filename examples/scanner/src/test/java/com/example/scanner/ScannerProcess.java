package com.example.scanner;

import com.example.scanner.model.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the packaged program in a folder of its own and reads what it leaves there. */
final class ScannerProcess {
  private static final Path JAR = Path.of("target", "example-scanner.jar").toAbsolutePath();
  private static final Path INPUT = Path.of("target", "input").toAbsolutePath();

  private final Path folder;

  ScannerProcess(Path folder) {
    this.folder = folder;
  }

  /** What a process left behind. */
  record Finished(int status, String out, String err) {}

  /** An artifact that the build has assembled. */
  static String input(String name) {
    return INPUT.resolve(name).toString();
  }

  /** Runs {@code scan} to its end. */
  Finished scan(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", JAR.toString(), "scan"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("the scanner does not end");
    }
    return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** The lines of a log in the folder. */
  List<JsonNode> log(String name) throws IOException {
    List<JsonNode> log = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name))) {
      log.add(Json.read(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8))));
    }
    return log;
  }

  /** Where the document of that digest was published. */
  Path blob(String digest) {
    return folder.resolve("evidence").resolve("sha256").resolve(digest);
  }
}
