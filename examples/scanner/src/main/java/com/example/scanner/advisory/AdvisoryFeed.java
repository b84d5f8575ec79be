package com.example.scanner.advisory;

import com.example.scanner.model.Json;
import com.example.scanner.model.Sha256;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All advisories that the scanner knows, in memory, as of one moment. Immutable.
 *
 * @param snapshotId which state of the feed it is: its name, its day, and a digest of its content
 * @param byPackage advisories by {@code group:artifact}
 */
public record AdvisoryFeed(String snapshotId, Map<String, List<Advisory>> byPackage) {
  private static final String FOLDER = "feed/";
  private static final int SHORT_DIGEST = 12;

  public AdvisoryFeed {
    byPackage = Map.copyOf(byPackage);
  }

  /** The feed that ships with the scanner. */
  public static AdvisoryFeed shipped() {
    try {
      JsonNode snapshot = Json.read(new ByteArrayInputStream(resource("snapshot.json")));
      StringBuilder digests = new StringBuilder();
      List<Advisory> advisories = new ArrayList<>();
      for (JsonNode id : snapshot.required("advisories")) {
        byte[] entry = resource(id.asText() + ".json");
        digests.append(Sha256.ofBytes(entry)).append('\n');
        advisories.add(OsvReader.read(Json.read(new ByteArrayInputStream(entry))));
      }
      String digest = Sha256.ofText(digests.toString()).substring(0, SHORT_DIGEST);
      return of(snapshot.required("name").asText() + "-" + digest, advisories);
    } catch (IOException e) {
      throw new UncheckedIOException("the advisory feed is damaged", e);
    }
  }

  /** A feed of those advisories. */
  public static AdvisoryFeed of(String snapshotId, List<Advisory> advisories) {
    Map<String, List<Advisory>> byPackage = new LinkedHashMap<>();
    for (Advisory advisory : advisories) {
      advisory.affected().stream()
          .map(AffectedPackage::packageName)
          .distinct()
          .forEach(name -> byPackage.computeIfAbsent(name, key -> new ArrayList<>()).add(advisory));
    }
    return new AdvisoryFeed(snapshotId, byPackage);
  }

  /** Every advisory that says anything about that package. */
  public List<Advisory> about(String packageName) {
    return byPackage.getOrDefault(packageName, List.of());
  }

  /** The group of an artifact that the feed knows in one group only; else {@code null}. */
  public @Nullable String groupOf(@Nullable String artifact) {
    Set<String> groups = new TreeSet<>();
    for (String name : byPackage.keySet()) {
      int colon = name.indexOf(':');
      if (name.substring(colon + 1).equals(artifact)) {
        groups.add(name.substring(0, colon));
      }
    }
    return groups.size() == 1 ? groups.iterator().next() : null;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            AdvisoryFeed.class.getResourceAsStream(FOLDER + name), FOLDER + name)) {
      return in.readAllBytes();
    }
  }
}
