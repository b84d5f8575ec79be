package io.scanmetrics.agent.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads how old something has to be to be deleted. Unlike a duration among the options it needs its
 * unit: who forgets it means days, and would get milliseconds.
 */
final class Age implements ITypeConverter<Duration> {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})\\s*([smhd]?)");
  private static final int MOST_DAYS = 36_500;

  Age() {}

  @Override
  public Duration convert(String value) {
    Matcher shape = SHAPE.matcher(value.strip().toLowerCase(Locale.ROOT));
    if (!shape.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is no age, which is a whole number with s, m, h or d, such as 90d");
    }
    String number = shape.group(1);
    if (shape.group(2).isEmpty()) {
      throw new TypeConversionException(
          "'%s' of what? For days write %s".formatted(value, number + "d"));
    }
    Duration age = Duration.of(Long.parseLong(number), unit(shape.group(2)));
    if (age.compareTo(Duration.ofDays(MOST_DAYS)) > 0) {
      throw new TypeConversionException("'" + value + "' is more than a hundred years");
    }
    return age;
  }

  private static ChronoUnit unit(String letter) {
    return switch (letter) {
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      default -> ChronoUnit.DAYS;
    };
  }
}
