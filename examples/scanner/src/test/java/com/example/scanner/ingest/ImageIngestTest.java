package com.example.scanner.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.samples.OciImageWriter;
import com.example.samples.TarWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImageIngestTest extends IngestFixture {
  @Test
  void aLayoutIsTheSameImageAsAFolderAndAsATarball() throws Exception {
    Path layout = image(new TarWriter().text("etc/hosts", "x"));
    Path packed = write("image.tar", new TarWriter().tree("", layout).plain());

    Inventory inventory = ingest(layout);

    assertThat(inventory.artifact().type()).isEqualTo("oci_image");
    assertThat(inventory.fileCount()).isEqualTo(1);
    assertThat(ingestElsewhere(packed).artifact().digest())
        .isEqualTo(inventory.artifact().digest());
    assertThat(layout.resolve("blobs/sha256").resolve(hex(inventory))).exists();
  }

  @Test
  void anUpperLayerReplacesAndRemovesWhatALowerOnePut() throws Exception {
    Path layout =
        image(
            new TarWriter()
                .text("lib/removed.jar", "1")
                .text("lib/replaced.jar", "old")
                .text("opaque/hidden.jar", "2")
                .text("file", "was a file"),
            new TarWriter()
                .text("opaque/shown.jar", "3")
                .text("opaque/.wh..wh..opq", "")
                .text("lib/.wh.removed.jar", "")
                .text("lib/replaced.jar", "new!")
                .text("file/inside.jar", "4"));

    assertThat(ingest(layout).jars())
        .extracting(ScannedJar::location)
        .containsExactly("file/inside.jar", "lib/replaced.jar", "opaque/shown.jar");
  }

  @Test
  void aLayerWithAnotherContentThanItsNameIsRefused() throws Exception {
    Path layout = image(new TarWriter().text("etc/hosts", "x".repeat(5_000)));
    Path layer = layerBlob(layout);
    byte[] bytes = Files.readAllBytes(layer);
    bytes[bytes.length / 2] ^= 1;
    Files.write(layer, bytes);

    refused(layout, "DIGEST_MISMATCH", "another content");
  }

  @Test
  void aLayerThatIsMissingIsRefused() throws Exception {
    Path layout = image(new TarWriter().text("etc/hosts", "x"));
    Files.delete(layerBlob(layout));

    refused(layout, "CORRUPT_ARTIFACT", "missing");
  }

  @Test
  void aDigestThatIsAPathIsRefused() throws Exception {
    Path layout = image(new TarWriter().text("etc/hosts", "x"));
    Files.writeString(
        layout.resolve("index.json"),
        "{\"manifests\":[{\"digest\":\"sha256:../../../../etc/passwd\"}]}");

    refused(layout, "CORRUPT_ARTIFACT", "not a digest");
  }

  @Test
  void anIndexThatIsNotJsonIsRefused() throws Exception {
    Path layout = image(new TarWriter().text("etc/hosts", "x"));
    Files.writeString(layout.resolve("index.json"), "{");

    refused(layout, "CORRUPT_ARTIFACT", "broken JSON");
  }

  private Path image(TarWriter... layers) throws IOException {
    OciImageWriter image = new OciImageWriter();
    List.of(layers).forEach(image::layer);
    return image.write(folder.resolve("image"));
  }

  private Path layerBlob(Path layout) throws IOException {
    try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
      return blobs.filter(blob -> !isJson(blob)).findFirst().orElseThrow();
    }
  }

  private static boolean isJson(Path blob) {
    try {
      return Files.readAllBytes(blob)[0] == '{';
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hex(Inventory inventory) {
    return inventory.artifact().digest().substring("sha256:".length());
  }
}
