package com.example.scanner.vex;

import com.example.scanner.advisory.Advisory;
import com.example.scanner.analyze.Finding;
import com.example.scanner.log.ScanLog;
import com.example.scanner.log.Step;
import com.example.scanner.model.Artifact;
import com.example.scanner.model.Document;
import com.example.scanner.model.Json;
import com.example.scanner.model.ScanRequest;
import com.example.scanner.model.Sha256;
import com.example.scanner.reachability.Reachability;
import com.example.scanner.reachability.Verdict;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Phase 4, vex: states for each finding whether the artifact is affected, as OpenVEX 0.2.0. */
public final class VexAuthor {
  private static final String MEDIA_TYPE = "application/vnd.openvex+json";
  private static final String CONTEXT = "https://openvex.dev/ns/v0.2.0";

  private final ScanLog log;

  /** Notes every execution in that log. */
  public VexAuthor(ScanLog log) {
    this.log = log;
  }

  /** One decision for each verdict. */
  public VexBundle decide(ScanRequest request, Artifact artifact, Reachability reachability) {
    Step step = log.phase("vex", request);
    try {
      List<VexDecision> decisions =
          reachability.verdicts().stream().map(VexAuthor::decision).toList();
      VexBundle bundle = new VexBundle(decisions, document(request, artifact, decisions));
      step.fact("vex_decision_count", decisions.size())
          .fact("affected_count", bundle.getAffectedCount())
          .fact("vex_bundle_sha256", bundle.document().sha256());
      step.succeeded();
      return bundle;
    } catch (RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  private static VexDecision decision(Verdict verdict) {
    return switch (verdict.status()) {
      case REACHABLE -> new VexDecision(verdict, VexDecision.AFFECTED, null);
      case UNREACHABLE ->
          new VexDecision(verdict, "not_affected", "vulnerable_code_not_in_execute_path");
      case ABSENT -> new VexDecision(verdict, "not_affected", "vulnerable_code_not_present");
      case UNKNOWN -> new VexDecision(verdict, "under_investigation", null);
    };
  }

  private static Document document(
      ScanRequest request, Artifact artifact, List<VexDecision> decisions) {
    ArrayNode statements = Json.array();
    for (VexDecision decision : decisions) {
      statement(statements.addObject(), artifact, decision);
    }
    ObjectNode tree =
        Json.object()
            .put("@context", CONTEXT)
            .put("@id", "urn:vex:" + Sha256.ofText(artifact.digest() + Json.text(statements)))
            .put("author", "example-scanner")
            .put("role", "scanner")
            .put("timestamp", request.evaluatedAt().toString())
            .put("version", 1);
    tree.set("statements", statements);
    return Document.ofJson(MEDIA_TYPE, tree);
  }

  private static void statement(ObjectNode node, Artifact artifact, VexDecision decision) {
    Finding finding = decision.verdict().finding();
    Advisory advisory = finding.advisory();
    ObjectNode vulnerability = node.putObject("vulnerability").put("name", advisory.name());
    ArrayNode aliases = vulnerability.putArray("aliases");
    advisory.names().stream().filter(name -> !name.equals(advisory.name())).forEach(aliases::add);
    ObjectNode product = node.putArray("products").addObject();
    product.put("@id", "urn:" + artifact.digest());
    product.putObject("hashes").put("sha-256", artifact.digest().substring(Sha256.PREFIX.length()));
    product
        .putArray("subcomponents")
        .addObject()
        .put("@id", finding.component().coordinates().purl());
    node.put("status", decision.status());
    if (decision.justification() != null) {
      node.put("justification", decision.justification());
    } else if (decision.isAffected()) {
      node.put("action_statement", action(finding));
    }
  }

  private static String action(Finding finding) {
    String artifact = finding.component().coordinates().artifact();
    return finding.fixedVersion() == null
        ? "Replace " + artifact + ": no version without the flaw is known."
        : "Update " + artifact + " to " + finding.fixedVersion() + " or later.";
  }
}
