package io.scanmetrics.store;

/** Nothing of a batch was stored. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean worthRetrying;

  public StoreException(String message, boolean worthRetrying, Throwable cause) {
    super(message, cause);
    this.worthRetrying = worthRetrying;
  }

  /**
   * Whether the same batch may succeed later: true if the database is away, busy, full or not yet
   * migrated; false if it refuses what the batch contains.
   */
  public boolean isWorthRetrying() {
    return worthRetrying;
  }
}
