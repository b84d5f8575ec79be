package io.scanmetrics.assemble;

import java.util.UUID;

/** Finds the rows of a tenant by what people call it. */
public final class TenantId {
  private TenantId() {}

  /**
   * The UUID that scans of that tenant are stored under: the text if it is one, else made of it.
   */
  public static UUID of(String text) {
    return DefaultTenant.of(text).id();
  }
}
