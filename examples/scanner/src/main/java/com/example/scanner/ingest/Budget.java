package com.example.scanner.ingest;

import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much one artifact may unpack to, so that a bomb fails early. Counts the bytes that come out,
 * not those that an archive declares. Used by one thread.
 */
final class Budget {
  private static final int MAX_ENTRIES = 200_000;
  private static final long MAX_BYTES = 4L << 30;
  private static final int BUFFER_BYTES = 64 * 1024;

  private int entriesLeft;
  private long bytesLeft;

  Budget() {
    this(MAX_ENTRIES, MAX_BYTES);
  }

  Budget(int entries, long bytes) {
    this.entriesLeft = entries;
    this.bytesLeft = bytes;
  }

  /** Writes one entry to that file, which is not there yet or is replaced. */
  void copy(String name, InputStream in, Path file) throws IOException, ScanException {
    take(name);
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytesLeft -= read;
        if (bytesLeft < 0) {
          throw exceeded(name);
        }
        out.write(buffer, 0, read);
      }
    }
  }

  /** Counts one entry that has no content. */
  void take(String name) throws ScanException {
    entriesLeft--;
    if (entriesLeft < 0) {
      throw exceeded(name);
    }
  }

  private static ScanException exceeded(String name) {
    return new ScanException(
        ErrorCode.UNSAFE_ARTIFACT, "the artifact unpacks to too much, at " + name);
  }
}
