package com.example.scanner.ingest;

import com.example.scanner.model.FileDigest;
import java.nio.file.Path;

/**
 * A jar (or war, or ear) that was found, at the top or inside another one.
 *
 * @param location where in the artifact: {@code app/shop.war!/WEB-INF/lib/x.jar}
 * @param file its bytes, valid until the workspace is closed
 * @param digest of the bytes
 */
public record ScannedJar(String location, Path file, FileDigest digest) {

  /** The file's own name. */
  public String name() {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
