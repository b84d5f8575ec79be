package io.scanmetrics.assemble;

/**
 * Makes text that PostgreSQL takes of any text that a scanner produces: NUL characters and halves
 * of surrogate pairs become U+FFFD, and what is too long is cut between two characters.
 */
final class SafeText {
  private static final char REPLACEMENT = '\uFFFD';

  /** A character of a Java string is at most this many bytes of UTF-8. */
  private static final int MOST_BYTES_PER_CHAR = 3;

  private SafeText() {}

  /** The text, cut so that it is at most that many bytes in UTF-8. */
  static String of(String text, int mostBytes) {
    int bytes = 0;
    boolean asItIs = true;
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      boolean replaced = isRefused(codePoint);
      bytes += replaced ? MOST_BYTES_PER_CHAR : utf8Length(codePoint);
      if (bytes > mostBytes) {
        break;
      }
      asItIs &= !replaced;
      i += Character.charCount(codePoint);
    }
    String kept = text.substring(0, i);
    return asItIs ? kept : replaced(kept);
  }

  /**
   * The text without the part that could never be kept, so that a long text need not wait in memory
   * until it is cut to the byte.
   */
  static String shortened(String text, int mostBytes) {
    return text.length() > mostBytes ? text.substring(0, mostBytes) : text;
  }

  private static String replaced(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            codePoint -> clean.appendCodePoint(isRefused(codePoint) ? REPLACEMENT : codePoint));
    return clean.toString();
  }

  private static boolean isRefused(int codePoint) {
    return codePoint == 0
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }

  private static int utf8Length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
