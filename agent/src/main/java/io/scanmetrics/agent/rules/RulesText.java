package io.scanmetrics.agent.rules;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The text of a rules file, by java.io: in premain java.nio.file would load a provider too early.
 */
final class RulesText {
  /** In bytes; a rule takes some 200. */
  static final int MAX_SIZE = 1 << 20;

  private RulesText() {}

  /** The whole text; {@code null}, and reported, if there is none to be had. */
  static @Nullable String read(String name, FaultList faults) {
    File file = new File(name);
    // Buffered, it is not asked for its length, which a pipe does not have.
    try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
      byte[] bytes = in.readNBytes(MAX_SIZE + 1);
      if (bytes.length > MAX_SIZE) {
        faults.add("is larger than 1 MiB", "split it into several files");
        return null;
      }
      return decode(bytes, faults);
    } catch (IOException e) {
      reportUnreadable(file, faults);
      return null;
    }
  }

  private static @Nullable String decode(byte[] bytes, FaultList faults) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int broken = text.indexOf('\ufffd');
    if (broken >= 0) {
      int line = 1;
      int start = 0;
      for (int end = text.indexOf('\n');
          end >= 0 && end < broken;
          end = text.indexOf('\n', start)) {
        line++;
        start = end + 1;
      }
      faults.add(line, broken - start + 1, "is not UTF-8 here", "save the file as UTF-8");
      return null;
    }
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static void reportUnreadable(File file, FaultList faults) {
    if (!file.exists()) {
      faults.add("does not exist", "looked for " + file.getAbsolutePath());
    } else if (file.isDirectory()) {
      faults.add("is a folder", "name the file in it");
    } else {
      faults.add("cannot be read", "check its permissions");
    }
  }
}
