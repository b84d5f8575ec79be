package com.example.scanner.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The digests by which a file is known, read in one pass.
 *
 * @param sha256 64 hex digits, which documents name
 * @param sha1 40 hex digits, by which Maven repositories know a jar
 * @param size in bytes
 */
public record FileDigest(String sha256, String sha1, long size) {

  /** Reads the file once. */
  public static FileDigest of(Path file) throws IOException {
    MessageDigest sha256 = Sha256.digest("SHA-256");
    MessageDigest sha1 = Sha256.digest("SHA-1");
    try (InputStream in = Files.newInputStream(file)) {
      Sha256.feed(in, sha256, sha1);
    }
    return new FileDigest(Sha256.hex(sha256.digest()), Sha256.hex(sha1.digest()), Files.size(file));
  }
}
