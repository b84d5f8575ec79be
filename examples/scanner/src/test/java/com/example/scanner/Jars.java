package com.example.scanner;

import java.nio.file.Path;

/** Released jars that the build has put where tests find them. */
public final class Jars {
  private static final Path FOLDER = Path.of("target", "input", "jars");

  private Jars() {}

  /** The jar of that artifact in that version. */
  public static Path jar(String artifact, String version) {
    return FOLDER.resolve(artifact + "-" + version + ".jar");
  }
}
