package io.scanmetrics.agent.log;

import java.util.ArrayList;
import java.util.List;

/** Makes one harmless line out of any text or error. */
final class Wording {
  private static final int LONGEST_LINE = 8_192;
  private static final int MOST_CAUSES = 5;

  private Wording() {}

  /** No line ends, no terminal sequences, no passwords, not too long. */
  static String oneLine(String message) {
    String text =
        message.length() <= LONGEST_LINE ? message : message.substring(0, LONGEST_LINE) + "…";
    if (text.contains("jdbc:") || text.contains("password") || text.indexOf('@') >= 0) {
      text = Redaction.of(text);
    }
    return isPlain(text) ? text : plain(text);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static String plain(String text) {
    StringBuilder line = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = Character.isISOControl(c);
      if (!control) {
        line.append(c);
      } else if (!blank) {
        line.append(' ');
      }
      blank = control || c == ' ';
    }
    return line.toString().trim();
  }

  /** The error and what it came from: {@code : ConnectException: refused, caused by …}. */
  static String cause(Throwable error) {
    StringBuilder text = new StringBuilder(": ").append(summary(error));
    Throwable cause = error.getCause();
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      String summary = summary(cause);
      if (text.indexOf(summary) < 0) {
        text.append(", caused by ").append(summary);
      }
      cause = cause.getCause();
    }
    return text.toString();
  }

  private static String summary(Throwable error) {
    String name = error.getClass().getSimpleName();
    String message = error.getMessage();
    return message == null || message.isEmpty() ? name : name + ": " + message;
  }

  static List<String> frames(Throwable error) {
    List<String> frames = new ArrayList<>();
    for (StackTraceElement frame : error.getStackTrace()) {
      frames.add("  at " + frame);
    }
    return frames;
  }

  static String notTaken(long count) {
    return count + " lines are missing here, because nobody read those before them";
  }

  static String leftOut(long count) {
    return " (" + count + " more like this since the last line)";
  }
}
