package io.scanmetrics.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file system of its own, in memory, that can be full or read-only; for root on Linux. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * One of a megabyte in that empty folder, until it is closed; skips the test, saying why, where
   * nothing may be mounted.
   */
  public static SmallDisk mountedOrSkip(Path folder) {
    String fault = run("mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", text(folder));
    assumeTrue(fault.isEmpty(), () -> "no file system can be mounted: " + fault);
    return new SmallDisk(folder);
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** Gives it another size, such as {@code 2m}. */
  public void grow(String size) {
    remount("size=" + size);
  }

  /** Allows writing, or does not. */
  public void setReadOnly(boolean readOnly) {
    remount(readOnly ? "ro" : "rw");
  }

  /** Takes it away with all that is on it. */
  @Override
  public void close() {
    // Lazily: what is open on it stays so.
    require(run("umount", "-l", text(folder)));
  }

  private void remount(String option) {
    require(run("mount", "-o", "remount," + option, text(folder)));
  }

  private static void require(String fault) {
    if (!fault.isEmpty()) {
      throw new IllegalStateException(fault);
    }
  }

  /** What went wrong; empty if nothing did. */
  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? "" : command[0] + ": " + said;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command[0] + " was interrupted", e);
    }
  }

  private static String text(Path path) {
    return path.toString();
  }
}
