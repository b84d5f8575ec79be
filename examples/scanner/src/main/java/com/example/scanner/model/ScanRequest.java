package com.example.scanner.model;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One order to scan one artifact; every phase gets it.
 *
 * @param id of the scan, a UUID
 * @param tenantId on whose behalf
 * @param surfaceId which attack surface the artifact belongs to, if any
 * @param artifact where it is
 * @param policy which findings count
 * @param evaluatedAt the time that all documents carry, so that a replay can write the same ones
 * @param manifest what to reproduce; {@code null} for a scan that is not a replay
 */
public record ScanRequest(
    String id,
    String tenantId,
    @Nullable String surfaceId,
    Path artifact,
    Policy policy,
    Instant evaluatedAt,
    @Nullable ReplayManifest manifest) {

  /** Whether an earlier scan is to be reproduced. */
  public boolean isReplay() {
    return manifest != null;
  }

  /** The last part of the artifact's path, for people. */
  public String getArtifactName() {
    Path name = artifact.toAbsolutePath().normalize().getFileName();
    return name == null ? artifact.toString() : name.toString();
  }
}
