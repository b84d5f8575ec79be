package com.example.scanner.analyze;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import com.github.packageurl.PackageURLBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The name of a package, as far as it is known.
 *
 * @param group the Maven group; {@code null} if nothing told it
 * @param artifact the Maven artifact, or the best name that was found
 * @param version {@code null} if nothing told it
 */
public record Coordinates(@Nullable String group, String artifact, @Nullable String version) {

  /** {@code group:artifact} as advisories name a Maven package; {@code null} without a group. */
  public @Nullable String packageName() {
    return group == null ? null : group + ":" + artifact;
  }

  /** The package URL: of type maven with a group, else generic. */
  public String purl() {
    try {
      return PackageURLBuilder.aPackageURL()
          .withType(group == null ? "generic" : PackageURL.StandardTypes.MAVEN)
          .withNamespace(group)
          .withName(artifact)
          .withVersion(version)
          .build()
          .canonicalize();
    } catch (MalformedPackageURLException e) {
      throw new IllegalStateException("no package URL for " + this, e);
    }
  }
}
