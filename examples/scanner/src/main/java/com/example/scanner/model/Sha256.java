package com.example.scanner.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests as 64 lower-case hex digits. */
public final class Sha256 {
  /** How artifacts, policies and manifests spell a digest: the algorithm first. */
  public static final String PREFIX = "sha256:";

  private static final int BUFFER_BYTES = 64 * 1024;

  private Sha256() {}

  /** Of a text in UTF-8. */
  public static String ofText(String text) {
    return ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of bytes. */
  public static String ofBytes(byte[] bytes) {
    return hex(digest("SHA-256").digest(bytes));
  }

  /** Of a file, read once from its beginning. */
  public static String ofFile(Path file) throws IOException {
    MessageDigest sha256 = digest("SHA-256");
    try (InputStream in = Files.newInputStream(file)) {
      feed(in, sha256);
    }
    return hex(sha256.digest());
  }

  static void feed(InputStream in, MessageDigest... digests) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      for (MessageDigest digest : digests) {
        digest.update(buffer, 0, read);
      }
    }
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
