package com.example.scanner.reachability;

import com.example.scanner.advisory.Advisory;
import com.example.scanner.analyze.Component;
import com.example.scanner.analyze.Finding;
import com.example.scanner.model.Artifact;
import com.example.scanner.model.Document;
import com.example.scanner.model.Json;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Writes the findings with their verdicts; the same findings give the same bytes. */
final class FindingsWriter {
  private static final String MEDIA_TYPE = "application/vnd.example.findings+json";

  private FindingsWriter() {}

  static Document write(Artifact artifact, List<Verdict> verdicts) {
    ObjectNode tree = Json.object().put("artifact", artifact.digest());
    ArrayNode findings = tree.putArray("findings");
    for (Verdict verdict : verdicts) {
      write(findings.addObject(), verdict);
    }
    return Document.ofJson(MEDIA_TYPE, tree);
  }

  private static void write(ObjectNode node, Verdict verdict) {
    Finding finding = verdict.finding();
    Advisory advisory = finding.advisory();
    Component component = finding.component();
    node.put("id", advisory.name());
    ArrayNode names = node.putArray("names");
    advisory.names().forEach(names::add);
    node.put("severity", lower(advisory.severity()))
        .put("summary", advisory.summary())
        .put("package", component.coordinates().purl());
    ArrayNode locations = node.putArray("locations");
    component.jars().forEach(jar -> locations.add(jar.location()));
    if (finding.fixedVersion() != null) {
      node.put("fixed_version", finding.fixedVersion());
    }
    node.put("reachability", lower(verdict.status()));
    ArrayNode path = node.putArray("path");
    verdict.path().forEach(path::add);
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
