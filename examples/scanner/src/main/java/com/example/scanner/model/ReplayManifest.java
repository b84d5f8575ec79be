package com.example.scanner.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * All that decides the outcome of a scan, and the outcome. Replaying it on the same inputs gives
 * the same documents to the byte, and so the same manifest.
 *
 * @param artifact what was scanned
 * @param feedSnapshotId the advisories it was matched against
 * @param policy which findings counted
 * @param evaluatedAt the time in the documents
 * @param sbomSha256 of the software bill of materials
 * @param findingsSha256 of the findings
 * @param vexSha256 of the exploitability statements
 */
public record ReplayManifest(
    Artifact artifact,
    String feedSnapshotId,
    Policy policy,
    Instant evaluatedAt,
    String sbomSha256,
    String findingsSha256,
    String vexSha256) {

  private static final String MEDIA_TYPE = "application/vnd.example.replay-manifest+json";

  /** Reads what {@link #document()} wrote. */
  public static ReplayManifest read(Path file) throws ScanException {
    try {
      JsonNode tree = Json.read(file);
      JsonNode artifact = tree.required("artifact");
      JsonNode expected = tree.required("expected");
      return new ReplayManifest(
          new Artifact(
              artifact.required("name").asText(),
              artifact.required("digest").asText(),
              artifact.required("type").asText()),
          tree.required("feed_snapshot_id").asText(),
          Policy.of(tree.required("policy")),
          Instant.parse(tree.required("evaluated_at").asText()),
          expected.required("sbom_sha256").asText(),
          expected.required("findings_sha256").asText(),
          expected.required("vex_sha256").asText());
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new ScanException(
          ErrorCode.BAD_MANIFEST, file.getFileName() + " is not a replay manifest", e);
    }
  }

  /** The manifest as it is published. */
  public Document document() {
    ObjectNode tree = Json.object();
    tree.putObject("artifact")
        .put("name", artifact.name())
        .put("digest", artifact.digest())
        .put("type", artifact.type());
    tree.put("feed_snapshot_id", feedSnapshotId);
    tree.set("policy", policy.tree());
    tree.put("evaluated_at", evaluatedAt.toString());
    tree.putObject("expected")
        .put("sbom_sha256", sbomSha256)
        .put("findings_sha256", findingsSha256)
        .put("vex_sha256", vexSha256);
    return Document.ofJson(MEDIA_TYPE, tree);
  }
}
