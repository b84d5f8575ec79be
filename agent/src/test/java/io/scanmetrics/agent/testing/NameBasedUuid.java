package io.scanmetrics.agent.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Version-5 UUIDs by the letter of RFC 9562, to hold those of the agent against. */
public final class NameBasedUuid {
  private NameBasedUuid() {}

  /** The one of that name in that name space. */
  public static UUID of(UUID space, String name) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(space.getMostSignificantBits())
              .putLong(space.getLeastSignificantBits())
              .flip());
      ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
      return new UUID(
          (hash.getLong() & ~0xF000L) | 0x5000L, (hash.getLong() & (-1L >>> 2)) | (1L << 63));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
