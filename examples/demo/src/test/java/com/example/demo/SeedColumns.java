package com.example.demo;

import java.util.List;

/** The columns that the schema began with, all of which a scanner with good rules can fill. */
final class SeedColumns {
  static final List<String> OF_SCANS =
      List.of(
          "metrics_id",
          "scan_id",
          "tenant_id",
          "surface_id",
          "artifact_digest",
          "artifact_type",
          "replay_manifest_hash",
          "findings_sha256",
          "vex_bundle_sha256",
          "proof_bundle_sha256",
          "sbom_sha256",
          "policy_digest",
          "feed_snapshot_id",
          "started_at",
          "finished_at",
          "total_duration_ms",
          "t_ingest_ms",
          "t_analyze_ms",
          "t_reachability_ms",
          "t_vex_ms",
          "t_sign_ms",
          "t_publish_ms",
          "package_count",
          "finding_count",
          "vex_decision_count",
          "scanner_version",
          "scanner_image_digest",
          "is_replay",
          "created_at");

  private SeedColumns() {}
}
