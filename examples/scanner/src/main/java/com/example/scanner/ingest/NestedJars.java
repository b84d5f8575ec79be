package com.example.scanner.ingest;

import com.example.scanner.model.FileDigest;
import com.example.scanner.model.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Takes jars out of jars, wars and ears, however deep up to a limit. A jar that cannot be opened is
 * kept as it is: whether that matters is for the analyzers to say.
 */
final class NestedJars {
  private static final int MAX_DEPTH = 6;

  private final Path folder;
  private final Budget budget;
  private final List<ScannedJar> found = new ArrayList<>();

  /** Unpacks into that folder, within that budget. */
  NestedJars(Path folder, Budget budget) {
    this.folder = folder;
    this.budget = budget;
  }

  static boolean isJar(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.endsWith(".jar") || lower.endsWith(".war") || lower.endsWith(".ear");
  }

  /** All jars of the tree with those inside them, sorted by location. */
  List<ScannedJar> of(FileTree tree) throws IOException, ScanException {
    for (var entry : tree.files().entrySet()) {
      if (isJar(entry.getKey())) {
        add(new ScannedJar(entry.getKey(), entry.getValue().file(), entry.getValue().digest()), 1);
      }
    }
    return found.stream().sorted(Comparator.comparing(ScannedJar::location)).toList();
  }

  private void add(ScannedJar jar, int depth) throws IOException, ScanException {
    found.add(jar);
    if (depth == MAX_DEPTH) {
      return;
    }
    ZipFile zip;
    try {
      zip = new ZipFile(jar.file().toFile());
    } catch (IOException e) {
      return;
    }
    try (zip) {
      List<? extends ZipEntry> nested =
          zip.stream().filter(entry -> !entry.isDirectory() && isJar(entry.getName())).toList();
      for (ZipEntry entry : nested) {
        add(extract(jar, zip, entry), depth + 1);
      }
    }
  }

  private ScannedJar extract(ScannedJar outer, ZipFile zip, ZipEntry entry)
      throws IOException, ScanException {
    String location = outer.location() + "!/" + entry.getName();
    Path file = folder.resolve(found.size() + ".jar");
    try (InputStream in = zip.getInputStream(entry)) {
      budget.copy(location, in, file);
    }
    return new ScannedJar(location, file, FileDigest.of(file));
  }
}
