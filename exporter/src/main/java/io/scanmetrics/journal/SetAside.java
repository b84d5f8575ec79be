package io.scanmetrics.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The scans of a spool that can never be stored as they are: files in a folder of their own, until
 * somebody has them tried again or gives them up.
 */
public final class SetAside {
  private final Path folder;

  /**
   * Looks at nothing yet.
   *
   * @param spool the folder that processes share
   */
  public SetAside(Path spool) {
    this.folder = spool.resolve(SpoolFolder.SET_ASIDE);
  }

  /**
   * The files, in the order of their names; none if there is no such folder.
   *
   * @throws IOException if the folder cannot be read
   */
  public List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return files;
    }
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder, "*" + SpoolFiles.SUFFIX)) {
      for (Path file : entries) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          files.add(file);
        }
      }
    }
    Collections.sort(files);
    return files;
  }

  /**
   * What one of them holds; empty if somebody else has just moved or removed it.
   *
   * @throws IOException if it cannot be read
   */
  public static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /**
   * Gives one of them up.
   *
   * @return false if somebody else was faster
   * @throws IOException if it cannot be removed
   */
  public static boolean discard(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }
}
