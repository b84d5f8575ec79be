package com.example.samples;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Puts an OCI image layout together out of layers; the same layers give the same bytes. */
public final class OciImageWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<TarWriter> layers = new ArrayList<>();

  /** The next layer, above those before it. */
  public OciImageWriter layer(TarWriter layer) {
    layers.add(layer);
    return this;
  }

  /** Writes the layout into that folder and returns the folder. */
  public Path write(Path folder) throws IOException {
    Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    ObjectNode config = JSON.createObjectNode().put("architecture", "amd64").put("os", "linux");
    ObjectNode rootfs = config.putObject("rootfs").put("type", "layers");
    ObjectNode manifest =
        JSON.createObjectNode()
            .put("schemaVersion", 2)
            .put("mediaType", "application/vnd.oci.image.manifest.v1+json");
    List<ObjectNode> descriptors = new ArrayList<>();
    rootfs.putArray("diff_ids");
    for (TarWriter layer : layers) {
      rootfs.withArray("diff_ids").add("sha256:" + sha256(layer.plain()));
      descriptors.add(blob(blobs, "application/vnd.oci.image.layer.v1.tar+gzip", layer.gzipped()));
    }
    manifest.set("config", blob(blobs, "application/vnd.oci.image.config.v1+json", bytes(config)));
    manifest.putArray("layers").addAll(descriptors);
    ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2);
    index
        .putArray("manifests")
        .add(blob(blobs, "application/vnd.oci.image.manifest.v1+json", bytes(manifest)));
    Files.write(folder.resolve("index.json"), bytes(index));
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return folder;
  }

  private static ObjectNode blob(Path blobs, String mediaType, byte[] content) throws IOException {
    String digest = sha256(content);
    Files.write(blobs.resolve(digest), content);
    return JSON.createObjectNode()
        .put("mediaType", mediaType)
        .put("digest", "sha256:" + digest)
        .put("size", content.length);
  }

  private static byte[] bytes(ObjectNode tree) {
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
