package com.example.scanner.advisory;

import com.example.scanner.model.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the feed.
 *
 * @param id its own identifier in the feed, like {@code GHSA-jfh8-c2jp-5v3q}
 * @param aliases others' identifiers of the same flaw, a CVE first if there is one
 * @param summary one line
 * @param severity as the feed rates it
 * @param affected which versions of which packages
 */
public record Advisory(
    String id,
    List<String> aliases,
    String summary,
    Severity severity,
    List<AffectedPackage> affected) {

  public Advisory {
    aliases = List.copyOf(aliases);
    affected = List.copyOf(affected);
  }

  /** What people call it: its CVE, or its own identifier without one. */
  public String name() {
    return aliases.isEmpty() ? id : aliases.get(0);
  }

  /** The identifier with all aliases. */
  public List<String> names() {
    List<String> names = new ArrayList<>(aliases);
    names.add(id);
    return List.copyOf(names);
  }

  /** Whether that version of that package has the flaw. */
  public boolean affects(String packageName, String version) {
    return affected.stream()
        .anyMatch(one -> one.packageName().equals(packageName) && one.affects(version));
  }

  /** The first version after that one without the flaw; {@code null} if none is known. */
  public @Nullable String fixAfter(String packageName, String version) {
    for (AffectedPackage one : affected) {
      if (one.packageName().equals(packageName) && one.affects(version)) {
        return one.fixAfter(version);
      }
    }
    return null;
  }

  /** Where in that package the flaw is; empty if the feed does not say. */
  public List<Symbol> symbols(String packageName) {
    return affected.stream()
        .filter(one -> one.packageName().equals(packageName))
        .flatMap(one -> one.symbols().stream())
        .distinct()
        .toList();
  }
}
