package io.scanmetrics.agent.rules.expression;

/** Why a text is no expression that may be read. Carries no stack trace. */
public final class RefusedExpression extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  RefusedExpression(String message, int offset) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /** Where in the text, in characters from 0. */
  public int offset() {
    return offset;
  }
}
