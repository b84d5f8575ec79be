package com.example.scanner.ingest;

import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.ScanException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Turns the name of an archive's entry into a path that cannot leave the folder. */
final class EntryPath {
  private EntryPath() {}

  /** The path of that entry below the folder, the folder itself for {@code ./}. */
  static Path below(Path folder, String entry) throws ScanException {
    Path path;
    try {
      path = folder.resolve(entry).normalize();
    } catch (InvalidPathException e) {
      throw unsafe(entry);
    }
    boolean climbs = entry.startsWith("/") || entry.indexOf('\\') >= 0;
    for (String part : entry.split("/", -1)) {
      climbs |= part.equals("..");
    }
    if (climbs || !path.startsWith(folder)) {
      throw unsafe(entry);
    }
    return path;
  }

  private static ScanException unsafe(String entry) {
    return new ScanException(
        ErrorCode.UNSAFE_ARTIFACT, "entry '" + entry + "' points outside the artifact");
  }
}
