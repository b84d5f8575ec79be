package com.example.scanner.evidence;

import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Ed25519 key pair: of a file, or made for this run only. */
final class SigningKey {
  private static final String ALGORITHM = "Ed25519";
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN (?<kind>[A-Z ]+)-----(?<body>[^-]+)-----END \\k<kind>-----");

  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** A key that nobody has seen before and that is forgotten when the program ends. */
  static SigningKey ephemeral() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Reads a PEM file that holds both a {@code PRIVATE KEY} and a {@code PUBLIC KEY}. */
  static SigningKey read(Path file) throws ScanException {
    try {
      String pem = Files.readString(file);
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      return new SigningKey(
          keys.generatePrivate(new PKCS8EncodedKeySpec(part(pem, "PRIVATE KEY"))),
          keys.generatePublic(new X509EncodedKeySpec(part(pem, "PUBLIC KEY"))));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ScanException(
          ErrorCode.SIGNING_KEY_UNREADABLE,
          "signing key " + file.getFileName() + " is not a readable Ed25519 key pair",
          e);
    }
  }

  /** The digest of the public key, by which a verifier finds it. */
  String id() {
    return Sha256.PREFIX + Sha256.ofBytes(publicKey.getEncoded());
  }

  /** The public key as PEM. */
  String publicPem() {
    return pem("PUBLIC KEY", publicKey.getEncoded());
  }

  /** Both keys as PEM, as {@link #read} takes them. */
  String pem() {
    return pem("PRIVATE KEY", privateKey.getEncoded()) + publicPem();
  }

  /** Signs, and checks with the public key: a file may hold two keys that are not a pair. */
  byte[] sign(byte[] message) throws ScanException {
    try {
      Signature signing = Signature.getInstance(ALGORITHM);
      signing.initSign(privateKey);
      signing.update(message);
      byte[] signature = signing.sign();
      Signature checking = Signature.getInstance(ALGORITHM);
      checking.initVerify(publicKey);
      checking.update(message);
      if (!checking.verify(signature)) {
        throw new ScanException(
            ErrorCode.SIGNING_KEY_UNREADABLE, "the signing keys are not a pair");
      }
      return signature;
    } catch (GeneralSecurityException e) {
      throw new ScanException(ErrorCode.SIGNING_KEY_UNREADABLE, "the key cannot sign", e);
    }
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getEncoder().encodeToString(bytes)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  private static byte[] part(String pem, String kind) {
    Matcher matcher = PEM.matcher(pem);
    while (matcher.find()) {
      if (matcher.group("kind").equals(kind)) {
        return Base64.getMimeDecoder().decode(matcher.group("body"));
      }
    }
    throw new IllegalArgumentException("no " + kind);
  }
}
