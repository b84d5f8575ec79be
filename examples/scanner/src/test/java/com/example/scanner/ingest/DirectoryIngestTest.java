package com.example.scanner.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.samples.JarWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DirectoryIngestTest extends IngestFixture {
  @Test
  void aDirectoryIsListedInPlace() throws Exception {
    Path app = Files.createDirectories(folder.resolve("app"));
    Path jar = new JarWriter().text("a.txt", "a").write(app.resolve("b.jar"));
    Files.createDirectories(app.resolve("a"));
    Files.writeString(app.resolve("a").resolve("readme"), "hello");

    Inventory inventory = ingest(app);

    assertThat(inventory.artifact().type()).isEqualTo("directory");
    assertThat(inventory.artifact().name()).isEqualTo("app");
    assertThat(inventory.fileCount()).isEqualTo(2);
    assertThat(inventory.byteCount()).isEqualTo(5 + Files.size(jar));
    assertThat(inventory.jars()).extracting(ScannedJar::location).containsExactly("b.jar");
    assertThat(inventory.jars().get(0).file()).isEqualTo(jar);
  }

  @Test
  void theDigestIsOfPathsAndContents() throws Exception {
    Path one = directory("one", "f", "same");
    Path same = directory("two", "f", "same");
    Path renamed = directory("three", "g", "same");
    Path changed = directory("four", "f", "other");

    String digest = ingest(one).artifact().digest();

    assertThat(ingest(same).artifact().digest()).isEqualTo(digest);
    assertThat(ingest(renamed).artifact().digest()).isNotEqualTo(digest);
    assertThat(ingest(changed).artifact().digest()).isNotEqualTo(digest);
  }

  @Test
  void linksAreNotFollowed() throws Exception {
    Path app = directory("app", "f", "x");
    Files.createSymbolicLink(app.resolve("outside"), folder.resolve("elsewhere"));

    assertThat(ingest(app).fileCount()).isEqualTo(1);
  }

  private Path directory(String name, String file, String content) throws IOException {
    Path directory = Files.createDirectories(folder.resolve(name));
    Files.writeString(directory.resolve(file), content);
    return directory;
  }
}
