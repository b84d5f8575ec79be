package io.scanmetrics.agent.options;

import io.scanmetrics.agent.log.Redaction;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what a value should have been, and where it can, which value was meant. */
final class NearestValue {
  private static final int LONGEST_NUMBER = 18;

  private NearestValue() {}

  static String fault(Option option, String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return switch (option.kind()) {
      case FLAG -> "is neither true nor false" + meant(flag(lower));
      case CHOICE ->
          "is none of "
              + String.join(", ", option.choices())
              + meant(Nearest.of(lower, List.of(option.choices())));
      case DURATION ->
          "is no duration, which is a whole number with ms, s, m, h or d" + meant(duration(lower));
      case BYTES -> "is no whole number of bytes" + meant(bytes(lower));
      case COUNT -> "is no whole number" + meant(bytes(lower));
      case PORT -> "is no port, which is a number from 0 to 65535" + meant(null);
      case JDBC_URL -> "is no PostgreSQL URL" + meant(url(value));
      case TEXT, LIST, SECRET -> "is not allowed";
    };
  }

  private static String meant(@Nullable String value) {
    return value == null ? "" : ", did you mean " + value + "?";
  }

  private static String flag(String value) {
    return switch (value) {
      case "1", "yes", "y", "on", "enabled" -> "true";
      case "0", "no", "n", "off", "disabled" -> "false";
      default -> Nearest.of(value, List.of("true", "false"));
    };
  }

  private static @Nullable String duration(String value) {
    BigDecimal number = leadingNumber(value);
    if (number == null) {
      return null;
    }
    String unit = unitOf(value);
    String nearest = unit.startsWith("ms") || unit.startsWith("mil") ? "ms" : firstOf(unit, "smhd");
    String exact = wholeText(number);
    if (exact != null) {
      return exact + nearest;
    }
    String millis =
        wholeText(number.multiply(BigDecimal.valueOf(Math.max(1, Values.millis("1" + nearest)))));
    return millis == null ? null : millis + "ms";
  }

  private static @Nullable String bytes(String value) {
    BigDecimal number = leadingNumber(value);
    if (number == null) {
      return null;
    }
    int power = "kmgt".indexOf(firstOf(unitOf(value), "kmgt")) + 1;
    boolean plain = firstOf(unitOf(value), "kmgt").isEmpty();
    return wholeText(plain ? number : number.multiply(BigDecimal.valueOf(1L << (10 * power))));
  }

  private static String url(String value) {
    int path = value.indexOf("//");
    return Redaction.ofUrl(
        path >= 0 ? "jdbc:postgresql:" + value.substring(path) : "jdbc:postgresql://host/database");
  }

  private static String firstOf(String unit, String letters) {
    return !unit.isEmpty() && letters.indexOf(unit.charAt(0)) >= 0 ? unit.substring(0, 1) : "";
  }

  private static String unitOf(String value) {
    return value.substring(endOfNumber(value)).trim();
  }

  private static @Nullable BigDecimal leadingNumber(String value) {
    int end = endOfNumber(value);
    try {
      return end == 0 || end > LONGEST_NUMBER ? null : new BigDecimal(value.substring(0, end));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static int endOfNumber(String value) {
    int end = 0;
    while (end < value.length() && "0123456789.".indexOf(value.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private static @Nullable String wholeText(BigDecimal number) {
    try {
      return String.valueOf(number.longValueExact());
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
