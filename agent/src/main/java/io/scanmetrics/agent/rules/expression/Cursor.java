package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.Nullable;

/** Walks over the text of one expression, from the left, and takes its words and signs. */
final class Cursor {
  /** What {@link #next} gives at the end; no expression has it. */
  static final char END = '\uffff';

  private final String text;
  private int index;

  Cursor(String text) {
    this.text = text;
  }

  /** Where it stands. */
  int index() {
    return index;
  }

  /** The character it stands at. */
  char next() {
    return at(index);
  }

  /** Steps over blanks. */
  void blanks() {
    while (next() == ' ' || next() == '\n' || next() == '\t' || next() == '\r') {
      index++;
    }
  }

  /** Steps over blanks, then over that sign if it stands there. */
  boolean skip(char sign) {
    blanks();
    if (next() == sign) {
      index++;
      return true;
    }
    return false;
  }

  /** Steps over blanks, then over that sign if it stands there. */
  boolean skip(String sign) {
    blanks();
    if (text.startsWith(sign, index)) {
      index += sign.length();
      return true;
    }
    return false;
  }

  /** Whether that sign stands here. */
  boolean isAt(String sign) {
    return text.startsWith(sign, index);
  }

  /** Takes a Java identifier; {@code null}, and no step, if none begins here. */
  @Nullable String name() {
    if (next() == END || !Character.isJavaIdentifierStart(next())) {
      return null;
    }
    int start = index;
    while (next() != END && Character.isJavaIdentifierPart(next())) {
      index++;
    }
    return text.substring(start, index);
  }

  /**
   * Takes a number that begins here with a digit: a Long, or with a fraction or exponent a Double.
   */
  Number number() throws RefusedExpression {
    int start = index;
    digits();
    boolean real = next() == '.' && isDigit(at(index + 1));
    if (real) {
      index++;
      digits();
    }
    char sign = at(index + 1);
    boolean signed = sign == '-' || sign == '+';
    if ((next() == 'e' || next() == 'E') && isDigit(signed ? at(index + 2) : sign)) {
      real = true;
      index += signed ? 2 : 1;
      digits();
    }
    String number = text.substring(start, index);
    if (!real && (next() == 'L' || next() == 'l')) {
      index++;
    }
    if (next() != END && Character.isJavaIdentifierPart(next())) {
      throw Refusals.unexpected(text, index);
    }
    return real ? (Number) real(number, start) : (Number) whole(number, start);
  }

  /** Takes a text in quotes that begins here; a backslash before any but a known letter stays. */
  String quoted() throws RefusedExpression {
    int start = index;
    char quote = next();
    StringBuilder content = new StringBuilder();
    index++;
    while (next() != quote) {
      if (index >= text.length()) {
        throw new RefusedExpression("a text has no closing quote", start);
      }
      char letter = at(index++);
      content.append(letter == '\\' ? escaped(quote) : String.valueOf(letter));
    }
    index++;
    return content.toString();
  }

  private String escaped(char quote) {
    char letter = at(index++);
    if (letter == quote || letter == '\\') {
      return String.valueOf(letter);
    }
    if (letter == 'n') {
      return "\n";
    }
    if (letter == 't') {
      return "\t";
    }
    index--;
    return "\\";
  }

  private Long whole(String number, int start) throws RefusedExpression {
    try {
      return Long.valueOf(number);
    } catch (NumberFormatException e) {
      throw new RefusedExpression("the number is too large", start);
    }
  }

  private Double real(String number, int start) throws RefusedExpression {
    Double value = Double.valueOf(number);
    if (value.isInfinite()) {
      throw new RefusedExpression("the number is too large", start);
    }
    return value;
  }

  private void digits() {
    while (isDigit(next())) {
      index++;
    }
  }

  private static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }

  private char at(int position) {
    return position < text.length() ? text.charAt(position) : END;
  }
}
