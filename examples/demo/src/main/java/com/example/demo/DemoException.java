package com.example.demo;

/** The demo did not go as it should; the message is for the one who runs it. */
final class DemoException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  DemoException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What the process exits with. */
  int status() {
    return status;
  }
}
