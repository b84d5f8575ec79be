package com.example.scanner.evidence;

import com.example.scanner.log.ScanLog;
import com.example.scanner.log.Step;
import com.example.scanner.model.Document;
import com.example.scanner.model.Json;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import com.example.scanner.model.Sha256;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Phase 5, sign: states which evidence belongs to the artifact, and signs that statement. */
public final class BundleSigner {
  private static final String STATEMENT_TYPE = "application/vnd.in-toto+json";
  private static final String PREDICATE_TYPE = "https://example.com/scan-evidence/v1";

  private final ScanLog log;
  private final @Nullable Path keyFile;
  private @Nullable SigningKey key;

  /**
   * Notes every execution in that log.
   *
   * @param keyFile where the key pair is, read for the first signature; {@code null} to make one
   */
  public BundleSigner(ScanLog log, @Nullable Path keyFile) {
    this.log = log;
    this.keyFile = keyFile;
  }

  /** Fails if the key is no key; the evidence can then still be published unsigned. */
  public ProofBundle sign(ScanRequest request, EvidenceSet evidence) throws ScanException {
    Step step = log.phase("sign", request);
    try {
      ProofBundle bundle = envelope(statement(evidence), key());
      step.fact("key_id", bundle.keyId()).fact("proof_bundle_sha256", bundle.document().sha256());
      step.succeeded();
      return bundle;
    } catch (ScanException | RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  /** The bare statement, for when it cannot be signed. */
  public static ProofBundle unsigned(EvidenceSet evidence) {
    return new ProofBundle(statement(evidence), null, null);
  }

  private SigningKey key() throws ScanException {
    SigningKey known = key;
    if (known == null) {
      known = keyFile == null ? SigningKey.ephemeral() : SigningKey.read(keyFile);
      key = known;
    }
    return known;
  }

  private static ProofBundle envelope(Document statement, SigningKey key) throws ScanException {
    byte[] payload = statement.bytes();
    byte[] signature = key.sign(Dsse.preAuthenticationEncoding(STATEMENT_TYPE, payload));
    ObjectNode envelope =
        Json.object()
            .put("payloadType", STATEMENT_TYPE)
            .put("payload", Base64.getEncoder().encodeToString(payload));
    envelope
        .putArray("signatures")
        .addObject()
        .put("keyid", key.id())
        .put("sig", Base64.getEncoder().encodeToString(signature));
    return new ProofBundle(
        Document.ofJson(Dsse.MEDIA_TYPE, envelope),
        Document.of("application/x-pem-file", key.publicPem()),
        key.id());
  }

  private static Document statement(EvidenceSet evidence) {
    ObjectNode statement = Json.object().put("_type", "https://in-toto.io/Statement/v1");
    statement
        .putArray("subject")
        .addObject()
        .put("name", evidence.artifact().name())
        .putObject("digest")
        .put("sha256", evidence.artifact().digest().substring(Sha256.PREFIX.length()));
    statement.put("predicateType", PREDICATE_TYPE);
    statement
        .putObject("predicate")
        .put("scanner", "example-scanner " + evidence.scannerVersion())
        .put("sbom_sha256", evidence.sbom().sha256())
        .put("findings_sha256", evidence.findings().sha256())
        .put("vex_sha256", evidence.vex().sha256())
        .put("replay_manifest_sha256", evidence.manifest().sha256());
    return Document.ofJson(STATEMENT_TYPE, statement);
  }
}
