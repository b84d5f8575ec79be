package io.scanmetrics.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The scans in a spool that are not set aside, seen from outside, whichever files they are in. */
public final class SpooledScans {
  private static final Path SET_ASIDE = Path.of(SpoolFolder.SET_ASIDE);

  private SpooledScans() {}

  /** The lines of each scan, by its name. */
  public static Map<String, byte[]> in(Path folder) {
    Map<String, byte[]> scans = new TreeMap<>();
    for (Path file : files(folder)) {
      String name = file.getFileName().toString().replace(SpoolFiles.SUFFIX, "");
      if (SharedFiles.isShared(name)) {
        addAll(scans, SharedLines.read(read(file)));
      } else {
        add(scans, name, read(file));
      }
    }
    return scans;
  }

  /** The files of processes, in the order of their names. */
  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SpoolFiles.SUFFIX))
          .filter(file -> !folder.relativize(file).startsWith(SET_ASIDE))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addAll(Map<String, byte[]> scans, SharedLines lines) {
    for (int number = 0; number < lines.count(); number++) {
      if (!lines.gone().get(number)) {
        add(scans, lines.name(number), lines.lines(number));
      }
    }
  }

  private static void add(Map<String, byte[]> scans, String name, byte[] lines) {
    if (scans.put(name, lines) != null) {
      throw new AssertionError(name + " is there twice");
    }
  }
}
