package com.example.scanner.ingest;

import com.example.scanner.model.FileDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The regular files below a folder by their path in it, sorted; links are not followed.
 *
 * @param files the files, read once
 */
record FileTree(SortedMap<String, Entry> files) {

  /** One file. */
  record Entry(Path file, FileDigest digest) {}

  static FileTree of(Path folder) throws IOException {
    SortedMap<String, Entry> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file :
          (Iterable<Path>)
              walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))::iterator) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        files.put(path, new Entry(file, FileDigest.of(file)));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new FileTree(files);
  }

  /** What the digest of a directory is of: one line per file, digest and path. */
  String listing() {
    StringBuilder lines = new StringBuilder();
    files.forEach(
        (path, entry) ->
            lines.append(entry.digest().sha256()).append("  ").append(path).append('\n'));
    return lines.toString();
  }

  long byteCount() {
    return files.values().stream().mapToLong(entry -> entry.digest().size()).sum();
  }
}
