package io.scanmetrics.assemble;

import io.scanmetrics.ScanAttribute;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The name that a span itself gives to a scan: on a phase, of the scan that it belongs to, wherever
 * it runs.
 *
 * @param id a UUID in lower case, or any other text
 * @param tenant {@code null} if the span names none, which on a phase means any
 */
record ScanKey(String id, @Nullable UUID tenant) {

  /** Null if the span has no scan id, or an empty one. */
  static @Nullable ScanKey of(SpanFacts facts) {
    String id = facts.text(ScanAttribute.SCAN_ID);
    if (id == null) {
      return null;
    }
    UUID written = Identifiers.written(id);
    String tenant = facts.text(ScanAttribute.TENANT_ID);
    return new ScanKey(
        written == null ? id : written.toString(),
        tenant == null ? null : Identifiers.tenant(tenant));
  }
}
