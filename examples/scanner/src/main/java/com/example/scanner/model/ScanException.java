package com.example.scanner.model;

import org.jspecify.annotations.Nullable;

/** A phase that could not do its work. The message is for people, the code for programs. */
public final class ScanException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /** Without another exception behind it. */
  public ScanException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** With what caused it. */
  public ScanException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code.name();
  }

  /** The name of an {@link ErrorCode}. */
  public String code() {
    return code;
  }
}
