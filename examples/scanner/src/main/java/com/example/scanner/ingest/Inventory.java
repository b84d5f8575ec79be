package com.example.scanner.ingest;

import com.example.scanner.model.Artifact;
import java.nio.file.Path;
import java.util.List;

/**
 * What is in the artifact. Its files are valid until the workspace of the scan is closed.
 *
 * @param artifact the artifact itself
 * @param jars sorted by location, nested ones included
 * @param classFiles class files that lie in no jar, sorted by path
 * @param fileCount all files at the top level
 * @param byteCount their size
 */
public record Inventory(
    Artifact artifact,
    List<ScannedJar> jars,
    List<Path> classFiles,
    int fileCount,
    long byteCount) {

  public Inventory {
    jars = List.copyOf(jars);
    classFiles = List.copyOf(classFiles);
  }
}
