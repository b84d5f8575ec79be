package io.scanmetrics.agent.options;

/** Reads the text of one option's value. */
final class Values {
  private static final String NUMBER_OVERFLOW = "9223372036854775807";

  private Values() {}

  static boolean isValid(Option option, String value) {
    Option.Kind kind = option.kind();
    if (kind == Option.Kind.FLAG) {
      return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
    }
    if (kind == Option.Kind.CHOICE) {
      return option.offers(value);
    }
    if (kind == Option.Kind.DURATION) {
      return millis(value) >= 0;
    }
    if (kind == Option.Kind.BYTES || kind == Option.Kind.COUNT) {
      return wholeNumber(value) >= 0;
    }
    if (kind == Option.Kind.PORT) {
      long port = wholeNumber(value);
      return port >= 0 && port <= 65535;
    }
    if (kind == Option.Kind.JDBC_URL) {
      return value.startsWith("jdbc:postgresql:");
    }
    return true;
  }

  /**
   * Milliseconds of {@code 500ms}, {@code 5s}, {@code 1m}, {@code 1h}, {@code 1d} or {@code 500};
   * -1 if it is none.
   */
  static long millis(String text) {
    int end = 0;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    long number = wholeNumber(text.substring(0, end));
    long unit = unitMillis(text.substring(end).trim());
    if (number < 0 || unit < 0 || number > Long.MAX_VALUE / unit) {
      return -1;
    }
    return number * unit;
  }

  private static long unitMillis(String unit) {
    return switch (unit) {
      case "", "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> -1;
    };
  }

  /** A number in decimal digits that fits into a long; -1 if it is none. */
  static long wholeNumber(String text) {
    int length = text.length();
    if (length == 0 || length > NUMBER_OVERFLOW.length()) {
      return -1;
    }
    for (int i = 0; i < length; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
    }
    if (length == NUMBER_OVERFLOW.length() && text.compareTo(NUMBER_OVERFLOW) > 0) {
      return -1;
    }
    return Long.parseLong(text);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
