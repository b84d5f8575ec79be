package com.example.scanner.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a signature in a DSSE envelope is over. */
final class Dsse {
  static final String MEDIA_TYPE = "application/vnd.dsse.envelope.v1+json";

  private Dsse() {}

  /** The pre-authentication encoding: type and payload, each behind its length in bytes. */
  static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
    byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + type.length + 32);
    out.writeBytes(ascii("DSSEv1 " + type.length + " "));
    out.writeBytes(type);
    out.writeBytes(ascii(" " + payload.length + " "));
    out.writeBytes(payload);
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
