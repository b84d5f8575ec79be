package com.example.samples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Puts jars together entry by entry; the same entries give the same bytes. */
public final class JarWriter {
  private static final LocalDateTime TIME = LocalDateTime.of(2025, 1, 1, 0, 0);

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** A manifest with those main attributes, each a line like {@code Main-Class: a.B}. */
  public JarWriter manifest(String... attributes) {
    return text(
        "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n" + String.join("\n", attributes) + "\n\n");
  }

  /** What Maven would put in. */
  public JarWriter pomProperties(String group, String artifact, String version) {
    return text(
        "META-INF/maven/" + group + "/" + artifact + "/pom.properties",
        "groupId=" + group + "\nartifactId=" + artifact + "\nversion=" + version + "\n");
  }

  /** An entry of text. */
  public JarWriter text(String name, String content) {
    return bytes(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** An entry of bytes. */
  public JarWriter bytes(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  /** An entry with the content of a file. */
  public JarWriter file(String name, Path file) throws IOException {
    return bytes(name, Files.readAllBytes(file));
  }

  /** Every file below the folder, under that prefix. */
  public JarWriter tree(String prefix, Path folder) throws IOException {
    for (Path file : SortedFiles.below(folder)) {
      file(prefix + folder.relativize(file).toString().replace('\\', '/'), file);
    }
    return this;
  }

  /** Writes the jar and returns its path. */
  public Path write(Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(content.getValue());
        zip.closeEntry();
      }
    }
    return jar;
  }
}
