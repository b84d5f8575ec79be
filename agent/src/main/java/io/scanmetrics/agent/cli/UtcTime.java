package io.scanmetrics.agent.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a point in time, in UTC: a day, or a day with a time. */
final class UtcTime implements ITypeConverter<Instant> {
  private static final int DAY = "2026-11-23".length();

  UtcTime() {}

  @Override
  public Instant convert(String value) {
    String text = value.strip().replace(' ', 'T').replaceFirst("Z$", "");
    try {
      return text.length() <= DAY
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'" + value + "' is no time in UTC, such as 2026-11-23 or 2026-11-23T05:40");
    }
  }
}
