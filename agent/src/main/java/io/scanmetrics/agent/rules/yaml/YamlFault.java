package io.scanmetrics.agent.rules.yaml;

/** A text that is not YAML, or more of it than rules files have, and where. No stack trace. */
public final class YamlFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  YamlFault(String message, int line, int column) {
    super(message, null, false, false);
    this.line = line;
    this.column = column;
  }

  /** From 1. */
  public int line() {
    return line;
  }

  /** From 1. */
  public int column() {
    return column;
  }
}
