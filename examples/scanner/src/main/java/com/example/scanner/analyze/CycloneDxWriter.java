package com.example.scanner.analyze;

import com.example.scanner.ingest.ScannedJar;
import com.example.scanner.model.Artifact;
import com.example.scanner.model.Document;
import com.example.scanner.model.Json;
import com.example.scanner.model.ScanRequest;
import com.example.scanner.model.Sha256;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the software bill of materials as CycloneDX 1.6. The same artifact at the same evaluation
 * time gives the same bytes: its serial number is derived from the artifact's digest.
 */
final class CycloneDxWriter {
  private static final String MEDIA_TYPE = "application/vnd.cyclonedx+json; version=1.6";

  /** How sure an analyzer may be, and what CycloneDX calls its way of looking. */
  private record Technique(String name, double confidence) {}

  private static final Map<String, Technique> TECHNIQUES =
      Map.of(
          PomPropertiesAnalyzer.NAME, new Technique("manifest-analysis", 0.9),
          HashAnalyzer.NAME, new Technique("hash-comparison", 1.0),
          FileNameAnalyzer.NAME, new Technique("filename", 0.4),
          ManifestAnalyzer.NAME, new Technique("manifest-analysis", 0.5));

  private CycloneDxWriter() {}

  static Document write(ScanRequest request, Artifact artifact, List<Component> components) {
    ObjectNode bom =
        Json.object()
            .put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
            .put("bomFormat", "CycloneDX")
            .put("specVersion", "1.6")
            .put("serialNumber", "urn:uuid:" + serial(artifact))
            .put("version", 1);
    ObjectNode metadata = bom.putObject("metadata");
    metadata.put("timestamp", request.evaluatedAt().toString());
    metadata
        .putObject("tools")
        .putArray("components")
        .addObject()
        .put("type", "application")
        .put("name", "example-scanner");
    ObjectNode subject =
        metadata
            .putObject("component")
            .put("type", artifact.type().equals("oci_image") ? "container" : "file")
            .put("bom-ref", artifact.digest())
            .put("name", artifact.name());
    hash(subject.putArray("hashes"), "SHA-256", hex(artifact));
    ArrayNode list = bom.putArray("components");
    for (Component component : components) {
      write(list.addObject(), component);
    }
    return Document.ofJson(MEDIA_TYPE, bom);
  }

  private static void write(ObjectNode node, Component component) {
    Coordinates coordinates = component.coordinates();
    String purl = coordinates.purl();
    node.put("type", "library").put("bom-ref", purl);
    if (coordinates.group() != null) {
      node.put("group", coordinates.group());
    }
    node.put("name", coordinates.artifact());
    if (coordinates.version() != null) {
      node.put("version", coordinates.version());
    }
    ScannedJar first = component.jars().get(0);
    ArrayNode hashes = node.putArray("hashes");
    hash(hashes, "SHA-1", first.digest().sha1());
    hash(hashes, "SHA-256", first.digest().sha256());
    node.put("purl", purl);
    Technique technique = TECHNIQUES.getOrDefault(component.analyzer(), new Technique("other", 0));
    ObjectNode evidence = node.putObject("evidence");
    ObjectNode identity = evidence.putArray("identity").addObject();
    identity.put("field", "purl").put("confidence", technique.confidence());
    identity
        .putArray("methods")
        .addObject()
        .put("technique", technique.name())
        .put("confidence", technique.confidence())
        .put("value", component.analyzer());
    ArrayNode occurrences = evidence.putArray("occurrences");
    component.jars().forEach(jar -> occurrences.addObject().put("location", jar.location()));
  }

  private static void hash(ArrayNode hashes, String algorithm, String content) {
    hashes.addObject().put("alg", algorithm).put("content", content);
  }

  private static UUID serial(Artifact artifact) {
    return UUID.nameUUIDFromBytes(artifact.digest().getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(Artifact artifact) {
    return artifact.digest().substring(Sha256.PREFIX.length());
  }
}
