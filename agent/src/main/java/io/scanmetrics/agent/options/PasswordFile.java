package io.scanmetrics.agent.options;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads a mounted secret. */
final class PasswordFile {
  private static final int MOST_BYTES = 65_536;

  private PasswordFile() {}

  static String read(String file) throws IOException {
    try (InputStream in = new FileInputStream(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      if (text.endsWith("\n")) {
        text = text.substring(0, text.length() - 1);
      }
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException e) {
      throw new IOException(
          Option.JDBC_PASSWORD_FILE.property() + " cannot be read: " + e.getMessage(), e);
    }
  }
}
