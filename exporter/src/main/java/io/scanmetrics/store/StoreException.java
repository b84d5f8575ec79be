package io.scanmetrics.store;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot take scans now: the database is away, busy, full, or not yet migrated. The same
 * batch is worth trying again; what can never be stored is a {@link ScanStore.SetAside} instead.
 *
 * <p>The message is for people: what is wrong, where, and what mends it, on one line, without any
 * password.
 */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
