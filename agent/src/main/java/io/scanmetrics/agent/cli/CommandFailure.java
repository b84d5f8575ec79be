package io.scanmetrics.agent.cli;

/** What was checked or tried is not well; the message is for people and says what to do. */
final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
