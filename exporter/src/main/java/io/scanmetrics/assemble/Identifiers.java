package io.scanmetrics.assemble;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what spans carry into the UUIDs that the rows are kept under. */
final class Identifiers {
  /** Tenants that are not UUIDs get version-5 UUIDs in this name space. */
  private static final UUID TENANTS = UUID.fromString("954120af-16e6-579e-bab2-c65a94c07c94");

  private static final Pattern CANONICAL =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private Identifiers() {}

  /** A scan's primary key. */
  static UUID metricsId(String traceId, String spanId, boolean root) {
    UUID trace = ofTrace(traceId);
    return root ? trace : version5(trace, spanId);
  }

  /** The tenant of that text: the UUID that it is, else the one made of it. */
  static UUID tenant(String text) {
    UUID written = written(text);
    return written != null ? written : version5(TENANTS, text);
  }

  /** The scan or surface of that text within its tenant. */
  static UUID ofTenant(UUID tenant, String text) {
    UUID written = written(text);
    return written != null ? written : version5(tenant, text);
  }

  /** The UUID that a text is in its usual form of 36 characters, in either case; else null. */
  static @Nullable UUID written(String text) {
    return CANONICAL.matcher(text).matches() ? UUID.fromString(text) : null;
  }

  private static UUID ofTrace(String traceId) {
    return new UUID(
        Long.parseUnsignedLong(traceId, 0, 16, 16), Long.parseUnsignedLong(traceId, 16, 32, 16));
  }

  /** As RFC 9562 has it: SHA-1 over the name space's 16 bytes and the name in UTF-8. */
  private static UUID version5(UUID nameSpace, String name) {
    MessageDigest sha1;
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-1", e);
    }
    ByteBuffer id = ByteBuffer.allocate(16);
    sha1.update(
        id.putLong(nameSpace.getMostSignificantBits())
            .putLong(nameSpace.getLeastSignificantBits())
            .flip());
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & ~0xF000L) | 0x5000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
