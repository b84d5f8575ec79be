package io.scanmetrics.agent.rules.expression;

import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** Tells of failed readings without keeping anything of the application and without throwing. */
final class Failures {
  private static final int MAX_LENGTH = 300;

  private Failures() {}

  static void report(Expression expression, Throwable cause, ExpressionErrors errors) {
    Throwable target = cause instanceof InvocationTargetException ? cause.getCause() : cause;
    if (target instanceof InterruptedException) {
      // The application's accessor took the flag, and nobody will see its exception.
      Thread.currentThread().interrupt();
    }
    report(expression, reason(target == null ? cause : target), errors);
  }

  static void report(Expression expression, String reason, ExpressionErrors errors) {
    try {
      errors.failed(expression, reason);
    } catch (Throwable e) {
      // The application must not notice; whoever counts errors has failed, so nobody can be told.
      return;
    }
  }

  /**
   * One line: our own messages as they are, an exception of the application by class and message.
   */
  private static String reason(Throwable cause) {
    try {
      String message = message(cause);
      if (cause instanceof ReadingFailed) {
        return message == null ? "cannot be read" : message;
      }
      String name = cause.getClass().getName();
      return message == null ? name : name + ": " + message;
    } catch (Throwable e) {
      return "cannot be read";
    }
  }

  private static @Nullable String message(Throwable cause) {
    String message = cause.getMessage();
    if (message == null) {
      return null;
    }
    String line = message.length() > MAX_LENGTH ? message.substring(0, MAX_LENGTH) + "…" : message;
    return line.replace('\n', ' ').replace('\r', ' ');
  }
}
