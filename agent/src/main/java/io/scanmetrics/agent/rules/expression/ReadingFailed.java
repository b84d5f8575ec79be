package io.scanmetrics.agent.rules.expression;

/** An expression met a value that it cannot read; the message says which and why. */
final class ReadingFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReadingFailed(String message) {
    super(message, null, false, false);
  }
}
