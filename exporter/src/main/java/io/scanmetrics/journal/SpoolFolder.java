package io.scanmetrics.journal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder that the processes of one user share: below it a folder for each of them, and one for
 * what is set aside. Made if it is not there.
 */
final class SpoolFolder {
  static final String SET_ASIDE = "set-aside";

  /** For a process to make its folder. */
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

  private final Path path;
  private final boolean nowhere;

  private SpoolFolder(SpoolConfig config) {
    this.path = config.folder();
    this.nowhere = config.isNowhere();
  }

  /** Looks at nothing yet. */
  static SpoolFolder at(SpoolConfig config) {
    return new SpoolFolder(config);
  }

  /**
   * A folder of this process's own in it.
   *
   * @throws IOException if that cannot be, or if the spool is another user's: who could read what
   *     is written there, or lead it elsewhere
   */
  OwnerFolder claim() throws IOException {
    if (nowhere) {
      throw new IOException(
          "this user has no home folder; name a folder with scan.metrics.spool.dir");
    }
    Files.createDirectories(path, Access.ofFolders(path));
    OwnerFolder own = OwnerFolder.claim(path.toRealPath());
    try {
      refuseIfForeign(path.toRealPath(), own.path());
      refuseIfForeign(path, own.path());
      return own;
    } catch (IOException | RuntimeException e) {
      own.close();
      throw e;
    }
  }

  /** The folders of processes other than this one, alive or dead, of whatever user. */
  List<Path> others() throws IOException {
    List<Path> others = new ArrayList<>();
    if (nowhere) {
      return others;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path.toRealPath())) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
            && OwnerFolder.isNameOfOne(entry)
            && !OwnerFolder.isOfThisJvm(entry)
            && !isBeingMade(entry)) {
          others.add(entry);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return others;
  }

  private static boolean isBeingMade(Path folder) throws IOException {
    if (!folder.getFileName().toString().startsWith(OwnerFolder.UNFINISHED)) {
      return false;
    }
    try {
      Instant made = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toInstant();
      return made.isAfter(Instant.now().minus(LONG_ENOUGH));
    } catch (NoSuchFileException e) {
      // It has just got its name.
      return true;
    }
  }

  /** What lies in it now. */
  SpoolSurvey survey() throws IOException {
    return SpoolSurvey.of(path);
  }

  /** How much the scans in its folders take, as far as can be seen. */
  long bytes() throws IOException {
    long bytes = 0;
    if (!nowhere) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        for (Path entry : entries) {
          bytes += isPartOfOne(entry) ? bytesIn(entry) : 0;
        }
      } catch (NoSuchFileException e) {
        return 0;
      }
    }
    return bytes;
  }

  /** Whether a folder in a spool's is of the spool, by its name: others may lie beside it. */
  static boolean isPartOfOne(Path folder) {
    return folder.endsWith(SET_ASIDE) || OwnerFolder.isNameOfOne(folder);
  }

  private static long bytesIn(Path folder) {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SpoolFiles.SUFFIX)) {
      for (Path file : files) {
        bytes += size(file);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Not a folder, another user's, or removed meanwhile.
      return bytes;
    }
    return bytes;
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** What can never be stored; may not be there. */
  Path setAside() {
    return path.resolve(SET_ASIDE);
  }

  /**
   * A name for one more file there, in a folder that is made if it is not there.
   *
   * @param ours some file or folder of this user's
   */
  Path newSetAside(String name, Path ours) throws IOException {
    Path folder = setAside();
    try {
      Files.createDirectory(folder, Access.ofFolders(path));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      refuseIfForeign(folder, ours);
    }
    Path file = folder.resolve(name + SpoolFiles.SUFFIX);
    for (int number = 2; Files.exists(file); number++) {
      file = folder.resolve(name + "-" + number + SpoolFiles.SUFFIX);
    }
    return file;
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private static void refuseIfForeign(Path path, Path ours) throws IOException {
    if (!Access.isSameOwner(path, ours) && !Access.isRoots(path)) {
      throw new IOException(
          "it belongs to "
              + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName()
              + ", not to "
              + Files.getOwner(ours).getName()
              + "; name a folder of your own with scan.metrics.spool.dir");
    }
  }
}
