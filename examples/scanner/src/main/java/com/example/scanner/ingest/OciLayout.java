package com.example.scanner.ingest;

import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.Json;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.Sha256;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * An image in the OCI image layout: {@code index.json} names a manifest, the manifest names layers,
 * all of them blobs under their digests. Every blob is checked against its digest before use.
 */
final class OciLayout {
  private static final String MARKER = "oci-layout";
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int MAX_INDEX_DEPTH = 4;

  private final Path layout;

  private OciLayout(Path layout) {
    this.layout = layout;
  }

  static boolean isAt(Path folder) {
    return Files.isRegularFile(folder.resolve(MARKER))
        && Files.isRegularFile(folder.resolve("index.json"));
  }

  static OciLayout at(Path folder) {
    return new OciLayout(folder);
  }

  /** Lays all layers over one another in that folder; returns the digest of the manifest. */
  String unpack(TarUnpacker unpacker, Path folder) throws IOException, ScanException {
    JsonNode index = Json.read(layout.resolve("index.json"));
    for (int depth = 0; depth < MAX_INDEX_DEPTH; depth++) {
      String digest = index.path("manifests").path(0).path("digest").asText();
      JsonNode tree = Json.read(blob(digest));
      if (!tree.has("manifests")) {
        blob(tree.path("config").path("digest").asText());
        for (JsonNode layer : tree.path("layers")) {
          unpacker.unpackLayer(blob(layer.path("digest").asText()), folder);
        }
        return digest;
      }
      index = tree;
    }
    throw new ScanException(ErrorCode.CORRUPT_ARTIFACT, "the image index refers to itself");
  }

  private Path blob(String digest) throws IOException, ScanException {
    if (!DIGEST.matcher(digest).matches()) {
      throw new ScanException(
          ErrorCode.CORRUPT_ARTIFACT, "'" + digest + "' is not a digest of the image layout");
    }
    String hex = digest.substring(Sha256.PREFIX.length());
    Path file = layout.resolve("blobs").resolve("sha256").resolve(hex);
    if (!Files.isRegularFile(file)) {
      throw new ScanException(ErrorCode.CORRUPT_ARTIFACT, "blob " + digest + " is missing");
    }
    if (!Sha256.ofFile(file).equals(hex)) {
      throw new ScanException(
          ErrorCode.DIGEST_MISMATCH, "blob " + digest + " has another content than its name says");
    }
    return file;
  }
}
