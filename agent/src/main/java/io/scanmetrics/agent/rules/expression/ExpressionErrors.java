package io.scanmetrics.agent.rules.expression;

/** Where an expression that could not be read is reported; the value is then absent. */
public interface ExpressionErrors {
  /**
   * Called on the application's thread, for every failed reading: count, and throttle any message.
   *
   * @param expression the one that failed
   * @param reason one line, without application objects
   */
  void failed(Expression expression, String reason);
}
