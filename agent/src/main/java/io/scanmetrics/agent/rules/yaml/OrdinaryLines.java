package io.scanmetrics.agent.rules.yaml;

import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the lines of a file for {@link OrdinaryYaml}: steps over blank lines and comments, and
 * takes keys, scalars and signs from the current line. Knows nothing of how lines belong together.
 */
final class OrdinaryLines {
  /** Characters that a plain scalar cannot begin with here. */
  private static final String INDICATORS = ",[]{}#&*!|>'\"%@`-?:=<~";

  /** Longer keys are left to the library, which has a limit of its own. */
  private static final int MAX_KEY = 200;

  private final String text;
  private int line;
  private int lineStart;
  private int lineEnd;
  private int indent;
  private int index;

  private OrdinaryLines(String text) {
    this.text = text;
    this.lineEnd = -1;
    nextLine();
  }

  /** Before the first line with content; {@code null} if the text has unusual characters. */
  static @Nullable OrdinaryLines of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isUsual(text.charAt(i))) {
        return null;
      }
    }
    return new OrdinaryLines(text);
  }

  /** Neither a control character nor another line break, nor half of a character. */
  private static boolean isUsual(char letter) {
    return (letter >= ' ' && letter <= '~')
        || letter == '\n'
        || (letter > '\u00a0' && letter < '\ud800' && letter != '\u2028' && letter != '\u2029');
  }

  /** Whether no line with content is left. */
  boolean atEnd() {
    return lineStart > text.length();
  }

  /** Of the current line, from 1. */
  int line() {
    return line;
  }

  /** Where the current block's content begins in this line: spaces before it, dashes included. */
  int indent() {
    return indent;
  }

  /** Of the next character, from 1. */
  int column() {
    return index - lineStart + 1;
  }

  /** Steps to the next line with content. */
  void nextLine() {
    do {
      lineStart = lineEnd + 1;
      line++;
      if (atEnd()) {
        return;
      }
      lineEnd = text.indexOf('\n', lineStart);
      if (lineEnd < 0) {
        lineEnd = text.length();
      }
      index = lineStart;
      spaces();
      indent = index - lineStart;
    } while (index == lineEnd || text.charAt(index) == '#');
  }

  /** Whether the line, from here, is an item of a list. */
  boolean isItem() {
    return next(0) == '-' && (next(1) == ' ' || next(1) == 0);
  }

  /** Steps behind the dash; if more follows in the line, that is a block with its own indent. */
  void enterItem() {
    index++;
    spaces();
    indent = index - lineStart;
  }

  /** Whether the line, from here, is a key with or without a value. */
  boolean isKey() {
    int end = keyEnd();
    return end > index && next(end - index) == ':' && isBlank(next(end - index + 1));
  }

  /** Takes a key and its colon. */
  @Nullable Scalar key() {
    if (!isKey()) {
      return null;
    }
    int end = keyEnd();
    Scalar key = new Scalar(text.substring(index, end), false, line, column());
    index = end + 1;
    return key;
  }

  /** Whether only blanks or a comment are left in the line. */
  boolean restIsEmpty() {
    int start = index;
    spaces();
    boolean comment = next(0) == '#' && index > start;
    return index == lineEnd || comment;
  }

  /** The value that is missing here. */
  Scalar nothing() {
    return new Scalar("", false, line, column());
  }

  boolean startsList() {
    return next(0) == '[';
  }

  boolean endsList() {
    spaces();
    return next(0) == ']' && skip();
  }

  boolean separates() {
    return next(0) == ',' && skip();
  }

  /** Steps over one sign. */
  boolean skip() {
    index++;
    return true;
  }

  /** Takes a scalar that ends in this line, blanks before it stepped over. */
  @Nullable Scalar scalar(boolean inList) {
    spaces();
    char first = next(0);
    if (first == '\'' || first == '"') {
      return quoted(first);
    }
    if (first == 0 || INDICATORS.indexOf(first) >= 0) {
      return null;
    }
    int start = index;
    int end = plainEnd(inList);
    if (end < 0) {
      return null;
    }
    while (text.charAt(end - 1) == ' ') {
      end--;
    }
    index = end;
    return new Scalar(text.substring(start, end), false, line, start - lineStart + 1);
  }

  private @Nullable Scalar quoted(char quote) {
    int column = column();
    int end = text.indexOf(quote, index + 1);
    if (end < 0 || end >= lineEnd) {
      return null;
    }
    String content = text.substring(index + 1, end);
    index = end + 1;
    boolean doubled = next(0) == quote;
    return doubled || content.indexOf('\\') >= 0 ? null : new Scalar(content, true, line, column);
  }

  /** The index behind a plain scalar, blanks behind it perhaps included; -1 if it is not that. */
  private int plainEnd(boolean inList) {
    for (int i = index; i < lineEnd; i++) {
      char letter = text.charAt(i);
      if (letter == '#' && text.charAt(i - 1) == ' ') {
        return i;
      }
      if (letter == ':' && isBlank(i + 1 < lineEnd ? text.charAt(i + 1) : 0)) {
        return -1;
      }
      if (inList && (letter == ',' || letter == ']')) {
        return i;
      }
      if (inList && "[{}:#".indexOf(letter) >= 0) {
        return -1;
      }
    }
    return inList ? -1 : lineEnd;
  }

  /** The index behind the letters, digits and signs that a key is usually made of. */
  private int keyEnd() {
    int end = index;
    int last = Math.min(lineEnd, index + MAX_KEY);
    while (end < last && isKeyLetter(text.charAt(end), end == index)) {
      end++;
    }
    return end;
  }

  private static boolean isKeyLetter(char letter, boolean first) {
    return (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z')
        || letter == '_'
        || (!first && ((letter >= '0' && letter <= '9') || letter == '.' || letter == '-'));
  }

  private static boolean isBlank(char letter) {
    return letter == ' ' || letter == 0;
  }

  private void spaces() {
    while (index < lineEnd && text.charAt(index) == ' ') {
      index++;
    }
  }

  /** A character ahead in this line, 0 behind its end. */
  private char next(int ahead) {
    int at = index + ahead;
    return at < lineEnd ? text.charAt(at) : 0;
  }
}
