package io.scanmetrics.assemble;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose a scan is that does not say it.
 *
 * @param text what was configured, {@code null} if that was a UUID
 */
record DefaultTenant(UUID id, @Nullable String text) {

  static DefaultTenant of(String configured) {
    String safe = SafeText.of(configured, SafeValues.MOST_BYTES);
    return new DefaultTenant(
        Identifiers.tenant(safe), Identifiers.written(safe) == null ? safe : null);
  }
}
