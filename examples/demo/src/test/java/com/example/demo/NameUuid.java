package com.example.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Version-5 UUIDs, worked out anew so that the agent is not held against itself. */
final class NameUuid {
  private NameUuid() {}

  static UUID of(UUID space, String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer named = ByteBuffer.allocate(16 + text.length);
    named.putLong(space.getMostSignificantBits()).putLong(space.getLeastSignificantBits());
    byte[] hash = sha1(named.put(text).array());
    hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
    hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
    ByteBuffer id = ByteBuffer.wrap(hash);
    return new UUID(id.getLong(), id.getLong());
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
