package io.scanmetrics.agent.cli;

import org.jspecify.annotations.Nullable;

/** What was checked or tried is not well; the message is for people and says what to do. */
final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  CommandFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
