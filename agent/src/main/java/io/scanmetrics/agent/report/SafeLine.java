package io.scanmetrics.agent.report;

/**
 * Makes texts that anyone may have written fit to be shown: whoever names a scan is not to move the
 * reader's cursor, nor to turn round the text after it.
 */
public final class SafeLine {
  private static final char REPLACEMENT = '\uFFFD';

  private SafeLine() {}

  /** One line without control characters, invisible ones, and halves of characters. */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  /** The same, cut at its end if it is longer than that many characters. */
  public static String of(String text, int most) {
    String safe = of(text);
    if (safe.codePointCount(0, safe.length()) <= most) {
      return safe;
    }
    return safe.substring(0, safe.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** The same, cut in its middle: names and ids differ at their ends. */
  public static String middleOf(String text, int most) {
    String safe = of(text);
    int length = safe.codePointCount(0, safe.length());
    if (length <= most) {
      return safe;
    }
    int head = (most - 1) / 2;
    return safe.substring(0, safe.offsetByCodePoints(0, head))
        + "…"
        + safe.substring(safe.offsetByCodePoints(0, length - (most - 1 - head)));
  }

  private static void append(StringBuilder safe, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL -> safe.append(isBlank(c) ? ' ' : REPLACEMENT);
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> safe.append(' ');
      case Character.FORMAT, Character.SURROGATE -> safe.append(REPLACEMENT);
      default -> safe.appendCodePoint(c);
    }
  }

  private static boolean isBlank(int c) {
    return c == '\t' || c == '\n' || c == '\r';
  }
}
