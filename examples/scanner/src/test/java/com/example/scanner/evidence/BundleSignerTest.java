package com.example.scanner.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.scanner.Requests;
import com.example.scanner.log.ScanLog;
import com.example.scanner.model.Artifact;
import com.example.scanner.model.Document;
import com.example.scanner.model.Json;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleSignerTest {
  static final EvidenceSet EVIDENCE =
      new EvidenceSet(
          new Artifact("app.tar.gz", "sha256:" + "ab".repeat(32), "tarball"),
          Document.of("a", "sbom"),
          Document.of("b", "findings"),
          Document.of("c", "vex"),
          Document.of("d", "manifest"),
          "1.0");

  private final ScanRequest request = Requests.of(Path.of("app.tar.gz"));

  @TempDir Path folder;

  @Test
  void theEncodingIsThatOfTheSpecification() {
    byte[] encoded =
        Dsse.preAuthenticationEncoding(
            "http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8));

    assertThat(encoded)
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  @Test
  void lengthsAreInBytes() {
    assertThat(Dsse.preAuthenticationEncoding("ü", new byte[0]))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("DSSEv1 2 ü 0 ");
  }

  @Test
  void theEnvelopeCanBeCheckedWithThePublishedKey() throws Exception {
    ProofBundle proof = new BundleSigner(ScanLog.none(), null).sign(request, EVIDENCE);

    JsonNode envelope = Json.read(new ByteArrayInputStream(proof.document().bytes()));
    byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asText());
    JsonNode signature = envelope.path("signatures").path(0);
    assertThat(proof.isSigned()).isTrue();
    assertThat(signature.path("keyid").asText()).isEqualTo(proof.keyId());
    assertThat(
            verifies(
                Objects.requireNonNull(proof.publicKey()).text(),
                Dsse.preAuthenticationEncoding(envelope.path("payloadType").asText(), payload),
                Base64.getDecoder().decode(signature.path("sig").asText())))
        .isTrue();
    JsonNode statement = Json.read(new ByteArrayInputStream(payload));
    assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
    assertThat(statement.path("subject").path(0).path("digest").path("sha256").asText())
        .isEqualTo("ab".repeat(32));
    assertThat(statement.path("predicate").path("sbom_sha256").asText())
        .isEqualTo(EVIDENCE.sbom().sha256());
  }

  @Test
  void aKeyFromAFileSignsTheSameWayEveryTime() throws Exception {
    Path file = Files.writeString(folder.resolve("key.pem"), SigningKey.ephemeral().pem());

    assertThat(new BundleSigner(ScanLog.none(), file).sign(request, EVIDENCE))
        .isEqualTo(new BundleSigner(ScanLog.none(), file).sign(request, EVIDENCE));
  }

  @Test
  void aKeyThatIsMissingIsRefused() {
    refused(folder.resolve("missing.pem"));
  }

  @Test
  void aKeyThatIsNoneIsRefused() throws Exception {
    refused(Files.writeString(folder.resolve("key.pem"), "-----BEGIN NOTHING-----"));
  }

  @Test
  void twoKeysThatAreNoPairAreRefused() throws Exception {
    String one = SigningKey.ephemeral().pem();
    String other = SigningKey.ephemeral().pem();
    String mixed =
        one.substring(0, one.indexOf("-----BEGIN PUBLIC"))
            + other.substring(other.indexOf("-----BEGIN PUBLIC"));

    refused(Files.writeString(folder.resolve("key.pem"), mixed));
  }

  @Test
  void theBareStatementNeedsNoKey() {
    ProofBundle proof = BundleSigner.unsigned(EVIDENCE);

    assertThat(proof.isSigned()).isFalse();
    assertThat(proof.document().text()).contains("in-toto.io").doesNotContain("signatures");
  }

  private void refused(Path key) {
    assertThatThrownBy(() -> new BundleSigner(ScanLog.none(), key).sign(request, EVIDENCE))
        .isInstanceOfSatisfying(
            ScanException.class, e -> assertThat(e.code()).isEqualTo("SIGNING_KEY_UNREADABLE"));
  }

  private static boolean verifies(String pem, byte[] message, byte[] signature) throws Exception {
    String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    Signature checking = Signature.getInstance("Ed25519");
    checking.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body))));
    checking.update(message);
    return checking.verify(signature);
  }
}
