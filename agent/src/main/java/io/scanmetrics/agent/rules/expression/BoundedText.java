package io.scanmetrics.agent.rules.expression;

import java.util.regex.Pattern;

/**
 * A text that a regular expression may look at only so often: some patterns take exponential time
 * on some texts, and the application's thread is waiting.
 */
final class BoundedText implements CharSequence {
  /** A few milliseconds; an ordinary pattern looks at each character a handful of times. */
  private static final int MAX_LOOKS = 500_000;

  private final String text;
  private int looks;

  BoundedText(String text) {
    this.text = SimpleValues.cut(text);
  }

  /** Whether the pattern fits the whole text. */
  static boolean matches(Pattern pattern, String text) {
    return pattern.matcher(new BoundedText(text)).matches();
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (looks++ > MAX_LOOKS) {
      throw new ReadingFailed("the regular expression takes too long on this text");
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
