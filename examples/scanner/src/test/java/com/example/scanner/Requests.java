package com.example.scanner;

import com.example.scanner.model.Policy;
import com.example.scanner.model.ReplayManifest;
import com.example.scanner.model.ScanRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** Requests for tests, all at the same evaluation time. */
public final class Requests {
  /** The time in their documents. */
  public static final Instant EVALUATED_AT = Instant.parse("2025-11-01T12:00:00Z");

  private Requests() {}

  /** A scan of that artifact under the standard policy. */
  public static ScanRequest of(Path artifact) {
    return of(artifact, Policy.standard());
  }

  /** A scan of that artifact under that policy. */
  public static ScanRequest of(Path artifact, Policy policy) {
    return new ScanRequest(
        UUID.randomUUID().toString(), "tenant", "surface", artifact, policy, EVALUATED_AT, null);
  }

  /** A replay. */
  public static ScanRequest replay(Path artifact, ReplayManifest manifest) {
    return new ScanRequest(
        UUID.randomUUID().toString(),
        "tenant",
        null,
        artifact,
        manifest.policy(),
        manifest.evaluatedAt(),
        manifest);
  }
}
