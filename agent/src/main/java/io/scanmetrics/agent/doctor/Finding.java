package io.scanmetrics.agent.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param subject what it belongs to, one word
 * @param message what was found, one line for people; holds no password
 * @param mend what to do about it; {@code null} if nothing is to be done or the message says it
 */
public record Finding(State state, String subject, String message, @Nullable String mend) {

  /** How it is. */
  public enum State {
    /** As it should be. */
    OK,
    /** Worth knowing, and maybe meant to be so. */
    NOTE,
    /** Scans, spans or meters do not arrive before it is mended. */
    FAULT
  }

  static Finding ok(String subject, String message) {
    return new Finding(State.OK, subject, message, null);
  }

  static Finding note(String subject, String message) {
    return new Finding(State.NOTE, subject, message, null);
  }

  static Finding note(String subject, String message, String mend) {
    return new Finding(State.NOTE, subject, message, mend);
  }

  static Finding fault(String subject, String message) {
    return new Finding(State.FAULT, subject, message, null);
  }

  static Finding fault(String subject, String message, String mend) {
    return new Finding(State.FAULT, subject, message, mend);
  }
}
