package io.scanmetrics.agent.telemetry;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Why a scan or a phase failed, as text: no object of the application goes further than this.
 *
 * @param errorType what {@code error.type} says; {@code null} if nobody gave a code
 * @param exception the exception, {@code null} if the rule's {@code success} said that it failed
 */
public record Failure(@Nullable String errorType, @Nullable Thrown exception) {

  /** Of an execution whose end cannot come any more: its future has been dropped. */
  static final Failure ABANDONED = new Failure("abandoned", null);

  /**
   * An exception in OpenTelemetry's terms.
   *
   * @param type its class
   * @param message {@code null} if it has none, or if asking for it failed
   * @param stackTrace cut at {@value #LONGEST_STACK_TRACE} characters; {@code null} if nobody will
   *     ask, or if asking for it failed
   */
  public record Thrown(String type, @Nullable String message, @Nullable String stackTrace) {
    private static final int LONGEST_STACK_TRACE = 16 * 1024;

    /**
     * On the thread that threw it: the methods asked here are the application's.
     *
     * @param whole whether with the stack trace, which takes far longer than all else
     */
    static Thrown of(Throwable thrown, boolean whole) {
      return new Thrown(
          thrown.getClass().getName(), messageOf(thrown), whole ? stackTraceOf(thrown) : null);
    }

    private static @Nullable String messageOf(Throwable thrown) {
      try {
        return thrown.getMessage();
      } catch (Throwable e) {
        return null;
      }
    }

    private static @Nullable String stackTraceOf(Throwable thrown) {
      try {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        StringBuffer all = text.getBuffer();
        return all.substring(0, Math.min(all.length(), LONGEST_STACK_TRACE));
      } catch (Throwable e) {
        return null;
      }
    }
  }
}
