package com.example.scanner.evidence;

import com.example.scanner.model.Document;
import org.jspecify.annotations.Nullable;

/**
 * The statement that ties all evidence to the artifact.
 *
 * @param document a DSSE envelope around an in-toto statement; the bare statement if unsigned
 * @param publicKey with which to check the envelope; {@code null} if unsigned
 * @param keyId digest of the public key; {@code null} if unsigned
 */
public record ProofBundle(Document document, @Nullable Document publicKey, @Nullable String keyId) {

  /** Whether it is an envelope. */
  public boolean isSigned() {
    return publicKey != null;
  }
}
