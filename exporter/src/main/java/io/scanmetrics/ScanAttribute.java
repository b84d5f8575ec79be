package io.scanmetrics;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The span attributes that have a column of their own in {@code scanner.scan_metrics}: the public
 * convention between whoever makes the spans and whoever reads the rows. Everything else that a
 * span carries lands in a JSON column.
 */
public enum ScanAttribute {
  SCAN_ID("scan.id", "scan_id", Kind.ID),
  TENANT_ID("scan.tenant.id", "tenant_id", Kind.ID),
  SURFACE_ID("scan.surface.id", "surface_id", Kind.ID),
  ARTIFACT_DIGEST("scan.artifact.digest", "artifact_digest", Kind.INDEXED_TEXT),
  ARTIFACT_TYPE("scan.artifact.type", "artifact_type", Kind.ARTIFACT_TYPE),
  REPLAY_MANIFEST_HASH("scan.replay_manifest.hash", "replay_manifest_hash", Kind.TEXT),
  FINDINGS_SHA256("scan.findings.sha256", "findings_sha256", Kind.TEXT),
  VEX_BUNDLE_SHA256("scan.vex_bundle.sha256", "vex_bundle_sha256", Kind.TEXT),
  PROOF_BUNDLE_SHA256("scan.proof_bundle.sha256", "proof_bundle_sha256", Kind.TEXT),
  SBOM_SHA256("scan.sbom.sha256", "sbom_sha256", Kind.TEXT),
  POLICY_DIGEST("scan.policy.digest", "policy_digest", Kind.TEXT),
  FEED_SNAPSHOT_ID("scan.feed_snapshot.id", "feed_snapshot_id", Kind.TEXT),
  PACKAGE_COUNT("scan.package.count", "package_count", Kind.COUNT),
  FINDING_COUNT("scan.finding.count", "finding_count", Kind.COUNT),
  VEX_DECISION_COUNT("scan.vex_decision.count", "vex_decision_count", Kind.COUNT),
  SCANNER_VERSION("scan.scanner.version", "scanner_version", Kind.TEXT),
  SCANNER_IMAGE_DIGEST("scan.scanner.image.digest", "scanner_image_digest", Kind.TEXT),
  REPLAY("scan.replay", "is_replay", Kind.FLAG);

  /** How a value becomes a column. */
  public enum Kind {
    /** A UUID; any other text becomes a version-5 UUID, the text itself kept in attributes. */
    ID,
    /** Text, cut at 8 KiB of UTF-8. */
    TEXT,
    /** Text with an index, cut at 1 KiB of UTF-8. */
    INDEXED_TEXT,
    /** One of {@code oci_image}, {@code tarball}, {@code directory}, {@code other}. */
    ARTIFACT_TYPE,
    /** A count, 0 to {@link Integer#MAX_VALUE}; several phases' counts add up. */
    COUNT,
    /** True or false; absent is false. */
    FLAG
  }

  // Filled by a loop: an agent meets this class in a cold JVM, where a first lambda costs 10 ms.
  private static final Map<String, ScanAttribute> BY_KEY = new HashMap<>();

  static {
    for (ScanAttribute attribute : values()) {
      BY_KEY.put(attribute.key, attribute);
    }
  }

  private final String key;
  private final String column;
  private final Kind kind;

  ScanAttribute(String key, String column, Kind kind) {
    this.key = key;
    this.column = column;
    this.kind = kind;
  }

  /** The attribute of that span key, {@code null} if that key has no column. */
  public static @Nullable ScanAttribute ofKey(String key) {
    return BY_KEY.get(key);
  }

  /** The key on the span. */
  public String key() {
    return key;
  }

  /** The column of {@code scanner.scan_metrics}. */
  public String column() {
    return column;
  }

  /** How a value of this attribute is read. */
  public Kind kind() {
    return kind;
  }
}
