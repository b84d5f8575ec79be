package com.example.scanner.advisory;

import com.example.scanner.model.Severity;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.jspecify.annotations.Nullable;

/**
 * Reads one advisory of the OSV schema. Only packages of the Maven ecosystem are kept. Vulnerable
 * code is looked for in {@code ecosystem_specific.symbols}, a list of {@code class#method}.
 */
final class OsvReader {
  private OsvReader() {}

  static Advisory read(JsonNode osv) {
    List<AffectedPackage> affected = new ArrayList<>();
    for (JsonNode one : osv.path("affected")) {
      if (one.path("package").path("ecosystem").asText().equals("Maven")) {
        affected.add(affected(one));
      }
    }
    return new Advisory(
        osv.required("id").asText(),
        texts(osv.path("aliases")).stream()
            .sorted(Comparator.comparing(alias -> !alias.startsWith("CVE-")))
            .toList(),
        osv.path("summary").asText(),
        Severity.of(osv.path("database_specific").path("severity").asText())
            .orElse(Severity.CRITICAL),
        affected);
  }

  private static AffectedPackage affected(JsonNode one) {
    List<VersionRange> ranges = new ArrayList<>();
    for (JsonNode range : one.path("ranges")) {
      if (range.path("type").asText().equals("ECOSYSTEM")) {
        ranges.addAll(ranges(range.path("events")));
      }
    }
    return new AffectedPackage(
        one.path("package").path("name").asText(),
        ranges,
        texts(one.path("versions")),
        texts(one.path("ecosystem_specific").path("symbols")).stream().map(Symbol::of).toList());
  }

  private record Event(String kind, String version) {}

  private static List<VersionRange> ranges(JsonNode list) {
    List<Event> events = new ArrayList<>();
    for (JsonNode event : list) {
      event.properties().forEach(e -> events.add(new Event(e.getKey(), e.getValue().asText())));
    }
    events.sort(Comparator.comparing(event -> new ComparableVersion(event.version())));
    List<VersionRange> ranges = new ArrayList<>();
    @Nullable String introduced = null;
    for (Event event : events) {
      if (event.kind().equals("introduced")) {
        introduced = introduced == null ? event.version() : introduced;
      } else if (introduced != null && event.kind().equals("fixed")) {
        ranges.add(new VersionRange(introduced, event.version(), null));
        introduced = null;
      } else if (introduced != null && event.kind().equals("last_affected")) {
        ranges.add(new VersionRange(introduced, null, event.version()));
        introduced = null;
      }
    }
    if (introduced != null) {
      ranges.add(new VersionRange(introduced, null, null));
    }
    return ranges;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
