package io.scanmetrics.agent.rules.expression;

/**
 * Recognises the expressions that rules files are nearly always made of, a text constant or a path
 * of properties such as {@code param0.artifact.digest}, without taking them apart: in premain, what
 * takes expressions apart would be a good part of all classes that are loaded. Whatever is not
 * surely that, faults included, is left to {@link Syntax}, which understands the same by these.
 */
final class OrdinaryExpression {
  private OrdinaryExpression() {}

  /** Which values it needs, an or of the {@code USES_} flags; -1 if it is not ordinary. */
  static int uses(String text) {
    int length = text.length();
    if (length > 1 && text.charAt(0) == '\'') {
      return isPlainText(text, length - 1) ? 0 : -1;
    }
    int end = wordEnd(text, 0);
    int uses = Names.uses(text.substring(0, end));
    while (uses > 0 && end < length) {
      int start = end + 1;
      int stop = text.charAt(end) == '.' ? wordEnd(text, start) : start;
      if (stop == start || !isDigitless(text.charAt(start))) {
        return -1;
      }
      String name = text.substring(start, stop);
      boolean call = text.startsWith("()", stop);
      if (Names.isClass(name) || (call && Names.isActing(name))) {
        return -1;
      }
      end = call ? stop + 2 : stop;
    }
    return uses > 0 ? uses : -1;
  }

  /** Between quotes at the beginning and at that index, with neither quote nor escape inside. */
  private static boolean isPlainText(String text, int last) {
    for (int i = 1; i < last; i++) {
      char letter = text.charAt(i);
      if (letter == '\'' || letter == '\\') {
        return false;
      }
    }
    return text.charAt(last) == '\'';
  }

  private static int wordEnd(String text, int start) {
    int end = start;
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char letter) {
    return isDigitless(letter) || (letter >= '0' && letter <= '9');
  }

  private static boolean isDigitless(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
  }
}
