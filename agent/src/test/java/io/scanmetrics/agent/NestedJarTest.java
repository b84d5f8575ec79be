package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestedJarTest {
  private static final byte[] LONG =
      "a line that packs well\n".repeat(5_000).getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void packedAndUnpackedEntriesAreReadInPlace() throws IOException {
    byte[] inner = zip(ZipEntry.DEFLATED, Map.of("a/Long.class", LONG, "empty", new byte[0]));
    Map<String, byte[]> content = new LinkedHashMap<>();
    content.put("first", text("something before it"));
    content.put("inner.jar", inner);
    content.put("last", text("something behind it"));

    try (RandomAccessFile file = file(zip(ZipEntry.STORED, content))) {
      NestedJar outer = new NestedJar(file, 0, file.length());
      NestedJar nested = outer.nested("inner.jar");

      assertThat(outer.read("last")).isEqualTo(text("something behind it"));
      assertThat(nested.read("a/Long.class")).isEqualTo(LONG);
      assertThat(nested.read("empty")).isEmpty();
      assertThat(nested.has("a/Long.class")).isTrue();
      assertThat(nested.has("first")).isFalse();
      assertThat(nested.read("first")).isNull();
    }
  }

  @Test
  void aJarThatWasPackedAgainIsRefusedWithWords() throws IOException {
    byte[] repacked = zip(ZipEntry.DEFLATED, Map.of("inner.jar", zip(ZipEntry.STORED, Map.of())));
    try (RandomAccessFile file = file(repacked)) {
      NestedJar outer = new NestedJar(file, 0, file.length());

      assertThatThrownBy(() -> outer.nested("inner.jar"))
          .isInstanceOf(IOException.class)
          .hasMessage("inner.jar lies compressed in the agent's jar; use the jar as it was built");
      assertThatThrownBy(() -> outer.nested("other.jar"))
          .isInstanceOf(IOException.class)
          .hasMessage("other.jar is missing from the agent's jar");
    }
  }

  @Test
  void aFileThatWasCutOffIsRefusedWithWords() throws IOException {
    byte[] whole = zip(ZipEntry.STORED, Map.of("a", LONG));
    try (RandomAccessFile file = file(whole)) {
      assertThatThrownBy(() -> new NestedJar(file, 0, file.length() - 1))
          .isInstanceOf(IOException.class)
          .hasMessage("the agent's jar is cut off or damaged");
      assertThatThrownBy(() -> new NestedJar(file, 0, 7)).isInstanceOf(IOException.class);
    }
  }

  private RandomAccessFile file(byte[] content) throws IOException {
    return new RandomAccessFile(Files.write(folder.resolve("some.jar"), content).toFile(), "r");
  }

  private static byte[] zip(int method, Map<String, byte[]> content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : content.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 checksum = new CRC32();
        checksum.update(each.getValue());
        entry.setMethod(method);
        entry.setSize(each.getValue().length);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(each.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
