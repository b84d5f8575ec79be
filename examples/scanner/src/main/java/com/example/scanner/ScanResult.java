package com.example.scanner;

import com.example.scanner.model.Artifact;
import com.example.scanner.vex.VexDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished scan.
 *
 * @param id of the scan
 * @param tenantId on whose behalf
 * @param surfaceId which attack surface, if any
 * @param artifact what was scanned
 * @param counts how much was found
 * @param evidence what proves it
 * @param replay whether an earlier scan was reproduced
 * @param signed whether the proof bundle is signed
 * @param decisions on each finding, the worst first
 * @param warnings what did not go well and did not stop the scan
 */
public record ScanResult(
    String id,
    String tenantId,
    @Nullable String surfaceId,
    Artifact artifact,
    Counts counts,
    Evidence evidence,
    boolean replay,
    boolean signed,
    List<VexDecision> decisions,
    List<String> warnings) {

  public ScanResult {
    decisions = List.copyOf(decisions);
    warnings = List.copyOf(warnings);
  }

  /**
   * How much was found.
   *
   * @param packages in the artifact
   * @param findings advisories about them
   * @param vexDecisions statements on those
   */
  public record Counts(int packages, int findings, int vexDecisions) {}

  /**
   * Digests of all that was published, and of all that it rests on.
   *
   * @param sbomSha256 64 hex digits, as the next three
   * @param findingsSha256 of the findings
   * @param vexSha256 of the exploitability statements
   * @param proofBundleSha256 of the signed statement
   * @param policyDigest {@code sha256:} and 64 hex digits, as the manifest's
   * @param feedSnapshotId the state of the advisory feed
   * @param replayManifestHash with what to reproduce the scan
   */
  public record Evidence(
      String sbomSha256,
      String findingsSha256,
      String vexSha256,
      String proofBundleSha256,
      String policyDigest,
      String feedSnapshotId,
      String replayManifestHash) {}
}
