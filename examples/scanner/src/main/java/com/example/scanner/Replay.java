package com.example.scanner;

import com.example.scanner.advisory.AdvisoryFeed;
import com.example.scanner.model.Artifact;
import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.ReplayManifest;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;

/** What has to be the same for a scan to be called a replay. Other scans pass unchecked. */
final class Replay {
  private Replay() {}

  /** The same artifact, the same advisories; the policy is taken from the manifest itself. */
  static void checkInput(ScanRequest request, Artifact artifact, AdvisoryFeed feed)
      throws ScanException {
    ReplayManifest manifest = request.manifest();
    if (manifest != null) {
      same(
          ErrorCode.REPLAY_INPUT_DIFFERS,
          "artifact",
          manifest.artifact().digest(),
          artifact.digest());
      same(
          ErrorCode.REPLAY_INPUT_DIFFERS,
          "feed snapshot",
          manifest.feedSnapshotId(),
          feed.snapshotId());
    }
  }

  /** The same documents, to the byte. */
  static void checkResult(ScanRequest request, ReplayManifest result) throws ScanException {
    ReplayManifest manifest = request.manifest();
    if (manifest != null) {
      ErrorCode code = ErrorCode.REPLAY_RESULT_DIFFERS;
      same(code, "findings", manifest.findingsSha256(), result.findingsSha256());
      same(code, "sbom", manifest.sbomSha256(), result.sbomSha256());
      same(code, "vex", manifest.vexSha256(), result.vexSha256());
    }
  }

  private static void same(ErrorCode code, String what, String recorded, String now)
      throws ScanException {
    if (!recorded.equals(now)) {
      throw new ScanException(
          code, "replay: " + what + " recorded as " + recorded + " is now " + now);
    }
  }
}
