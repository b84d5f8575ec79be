package io.scanmetrics.agent.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Where a page goes: into a file, which it replaces, or to stdout, whose character set does not
 * matter, for a page is UTF-8 everywhere.
 */
final class PageOutput {
  private static final String STDOUT = "-";

  private final CommandLine command;
  private final @Nullable Path file;

  private PageOutput(CommandLine command, @Nullable Path file) {
    this.command = command;
    this.file = file;
  }

  /**
   * Finds out whether that can be, before anybody goes to the trouble of making a page.
   *
   * @param name of the file, {@code -} for stdout
   */
  static PageOutput to(String name, CommandLine command) throws CommandFailure {
    if (name.equals(STDOUT)) {
      return new PageOutput(command, null);
    }
    Path file;
    try {
      file = Path.of(name).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new ParameterException(command, "no file can be named '" + name + "'", e);
    }
    Path folder = file.getParent();
    if (name.isEmpty() || Files.isDirectory(file)) {
      throw new ParameterException(command, "--html names a folder: name a file in it");
    }
    if (folder != null && !Files.isDirectory(folder)) {
      throw failure(file, "there is no folder " + folder, null);
    }
    return new PageOutput(command, file);
  }

  void write(String page) throws CommandFailure {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    if (file == null) {
      command.getOut().flush();
      System.out.write(bytes, 0, bytes.length);
      System.out.flush();
      return;
    }
    try {
      Files.write(file, bytes);
    } catch (AccessDeniedException e) {
      throw failure(file, "permission denied", e);
    } catch (IOException e) {
      throw failure(file, e.getMessage(), e);
    }
    command.getOut().println("Written to " + file);
  }

  private static CommandFailure failure(
      Path file, @Nullable String reason, @Nullable Throwable cause) {
    return new CommandFailure("the report cannot be written to " + file + ": " + reason, cause);
  }
}
