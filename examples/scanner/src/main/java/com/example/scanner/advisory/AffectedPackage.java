package com.example.scanner.advisory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an advisory says of one package.
 *
 * @param packageName {@code group:artifact}
 * @param ranges affected stretches
 * @param versions affected versions that are listed one by one
 * @param symbols the vulnerable code, empty if unknown
 */
record AffectedPackage(
    String packageName, List<VersionRange> ranges, List<String> versions, List<Symbol> symbols) {

  AffectedPackage {
    ranges = List.copyOf(ranges);
    versions = List.copyOf(versions);
    symbols = List.copyOf(symbols);
  }

  boolean affects(String version) {
    return versions.contains(version) || ranges.stream().anyMatch(range -> range.contains(version));
  }

  @Nullable String fixAfter(String version) {
    for (VersionRange range : ranges) {
      if (range.contains(version)) {
        return range.fixed();
      }
    }
    return null;
  }
}
