package io.scanmetrics.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The files of this process's folder that hold one scan each. Who holds them knows how long they
 * are; of those that are parked it is counted how many there are. For one thread at a time.
 */
final class OwnFiles {
  static final long NOT_THERE = -1;

  private final Path folder;
  private final OpenFiles open;
  private final SpareFiles spares;
  private int parked;
  private long bytes;

  OwnFiles(Path folder, OpenFiles open, SpareFiles spares) {
    this.folder = folder;
    this.open = open;
    this.spares = spares;
  }

  /** How many are parked. */
  int parked() {
    return parked;
  }

  /** Of all of them together. */
  long bytes() {
    return bytes;
  }

  /** How long a file is that would be parked; {@link #NOT_THERE} if there is none. */
  long lengthOfParked(String name) throws IOException {
    if (parked == 0) {
      return NOT_THERE;
    }
    try {
      return Files.size(path(name));
    } catch (NoSuchFileException e) {
      return NOT_THERE;
    }
  }

  /** So that at any moment the old lines, if there are any, or the new ones are there. */
  void make(String name, byte[] lines, long lengthBefore) throws IOException {
    spares.make(name + SpoolFiles.SUFFIX, lines);
    bytes += lines.length - lengthBefore;
  }

  void grow(String name, byte[] lines, long lengthBefore) throws IOException {
    open.write(name + SpoolFiles.SUFFIX, lines, lengthBefore);
    bytes += lines.length;
  }

  void remove(String name, long length) throws IOException {
    spares.add(name + SpoolFiles.SUFFIX);
    bytes -= length;
  }

  void park(String name) {
    open.close(name + SpoolFiles.SUFFIX);
    parked++;
  }

  /** It is held from now on. */
  void hold() {
    parked--;
  }

  /** What a file that is parked, or is not there, holds. */
  byte[] read(String name) throws IOException {
    return Files.readAllBytes(path(name));
  }

  /** The names of those that are parked. */
  List<String> parkedNames(int most, Predicate<String> isHeld) throws IOException {
    List<String> names = new ArrayList<>();
    if (parked == 0) {
      return names;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SpoolFiles.SUFFIX)) {
      for (Path file : files) {
        String name = SpoolFiles.nameOf(file);
        if (!isHeld.test(name)) {
          if (names.size() == most) {
            parked = Math.max(parked, most + 1);
            return names;
          }
          names.add(name);
        }
      }
    }
    parked = names.size();
    return names;
  }

  /** A file of that length has come here, to be parked. */
  void moveIn(long length) {
    parked++;
    bytes += length;
  }

  void moveOut(String name, long length, Path to) throws IOException {
    open.close(name + SpoolFiles.SUFFIX);
    Files.move(path(name), to, StandardCopyOption.ATOMIC_MOVE);
    bytes -= length;
  }

  private Path path(String name) {
    return folder.resolve(name + SpoolFiles.SUFFIX);
  }
}
