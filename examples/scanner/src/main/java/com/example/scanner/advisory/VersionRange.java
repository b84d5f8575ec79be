package com.example.scanner.advisory;

import org.apache.maven.artifact.versioning.ComparableVersion;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of affected versions in Maven's order.
 *
 * @param introduced the first one; {@code "0"} is before every version
 * @param fixed the first one after it that is safe; {@code null} if it ends otherwise
 * @param lastAffected the last one of it; {@code null} if it ends otherwise
 */
record VersionRange(String introduced, @Nullable String fixed, @Nullable String lastAffected) {

  boolean contains(String version) {
    ComparableVersion asked = new ComparableVersion(version);
    if (!introduced.equals("0") && asked.compareTo(new ComparableVersion(introduced)) < 0) {
      return false;
    }
    if (fixed != null) {
      return asked.compareTo(new ComparableVersion(fixed)) < 0;
    }
    return lastAffected == null || asked.compareTo(new ComparableVersion(lastAffected)) <= 0;
  }
}
