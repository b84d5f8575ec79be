package io.scanmetrics.store.postgres;

import org.jspecify.annotations.Nullable;

/** The schema could not be brought to its newest version; the message says what to do. */
public final class SchemaException extends Exception {
  private static final long serialVersionUID = 1L;

  SchemaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
