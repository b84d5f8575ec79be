package io.scanmetrics.agent.spans;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trace that whoever started this JVM is in the middle of, a CI job for example: {@code
 * TRACEPARENT}, by OpenTelemetry's convention for environment variables as carriers, in the form
 * that the W3C gave it.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId what is to be the parent of this JVM's scans, 16 hexadecimal digits
 * @param sampled whether others of that trace are sampled
 */
public record EnvironmentTrace(String traceId, String spanId, boolean sampled) {
  private static final String VARIABLE = "TRACEPARENT";
  private static final int TRACE_ID = 3;
  private static final int SPAN_ID = TRACE_ID + 32 + 1;
  private static final int FLAGS = SPAN_ID + 16 + 1;
  private static final int LENGTH = FLAGS + 2;

  /** {@code null} if there is none, or none that can be used. */
  public static @Nullable EnvironmentTrace of(Map<String, String> environment) {
    String text = environment.get(VARIABLE);
    if (text == null || !isWellFormed(text)) {
      return null;
    }
    String traceId = text.substring(TRACE_ID, SPAN_ID - 1);
    String spanId = text.substring(SPAN_ID, FLAGS - 1);
    if (isZero(traceId) || isZero(spanId)) {
      return null;
    }
    boolean sampled = (Character.digit(text.charAt(LENGTH - 1), 16) & 1) == 1;
    return new EnvironmentTrace(traceId, spanId, sampled);
  }

  /** Later versions may have more behind a further hyphen. */
  private static boolean isWellFormed(String text) {
    boolean firstVersion = text.startsWith("00");
    boolean rightLength =
        text.length() == LENGTH
            || (text.length() > LENGTH && !firstVersion && text.charAt(LENGTH) == '-');
    return rightLength
        && !text.startsWith("ff")
        && isHexadecimal(text, 0, TRACE_ID - 1)
        && isHexadecimal(text, TRACE_ID, SPAN_ID - 1)
        && isHexadecimal(text, SPAN_ID, FLAGS - 1)
        && isHexadecimal(text, FLAGS, LENGTH);
  }

  /** In lower case, with a hyphen before it unless it begins the text. */
  private static boolean isHexadecimal(String text, int from, int to) {
    if (from > 0 && text.charAt(from - 1) != '-') {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }
}
