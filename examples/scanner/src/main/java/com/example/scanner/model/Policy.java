package com.example.scanner.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Which findings count. In its file, a JSON object, the key {@code minimum_severity} has the name
 * of a {@link Severity}; under {@code "ignore"} stands a list of objects, each with an advisory's
 * {@code id}, or any alias of it, and a {@code reason}.
 *
 * @param minimumSeverity milder advisories are left out
 * @param ignored reasons by advisory id
 * @param tree the policy as it was read, which a replay manifest carries
 * @param digest {@code sha256:} of the tree's compact text
 */
public record Policy(
    Severity minimumSeverity, Map<String, String> ignored, JsonNode tree, String digest) {

  public Policy {
    ignored = Map.copyOf(ignored);
  }

  /** The policy without a file: every advisory counts. */
  public static Policy standard() {
    try {
      return of(Json.object().put("minimum_severity", "low"));
    } catch (ScanException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a policy file. */
  public static Policy read(Path file) throws ScanException {
    try {
      return of(Json.read(file));
    } catch (IOException e) {
      throw new ScanException(
          ErrorCode.BAD_POLICY, "policy " + file.getFileName() + " is not readable JSON", e);
    }
  }

  /** The policy of a JSON tree. */
  public static Policy of(JsonNode tree) throws ScanException {
    String word = tree.path("minimum_severity").asText("low");
    Severity minimum =
        Severity.of(word)
            .orElseThrow(
                () ->
                    new ScanException(
                        ErrorCode.BAD_POLICY, "policy: no such severity as '" + word + "'"));
    Map<String, String> ignored = new HashMap<>();
    for (JsonNode entry : tree.path("ignore")) {
      if (!entry.path("id").isTextual()) {
        throw new ScanException(ErrorCode.BAD_POLICY, "policy: an entry of 'ignore' has no 'id'");
      }
      ignored.put(entry.path("id").asText(), entry.path("reason").asText(""));
    }
    return new Policy(
        minimum, ignored, tree.deepCopy(), Sha256.PREFIX + Sha256.ofText(Json.text(tree)));
  }
}
