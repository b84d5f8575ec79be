package io.scanmetrics.agent.rules;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong in a rules file, with its place and its mend.
 *
 * @param file as the user named it
 * @param line from 1; 0 if the file as a whole is meant
 * @param column from 1, in characters; 0 if the file as a whole is meant
 * @param message what is wrong, one line without a full stop
 * @param mend what to do about it; {@code null} if the message says it all
 */
public record Fault(String file, int line, int column, String message, @Nullable String mend) {

  /** One line: {@code rules.yaml:12:5: unknown key 'methd' (did you mean 'method'?)}. */
  public String text() {
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    return place + ": " + message + (mend == null ? "" : " (" + mend + ")");
  }
}
