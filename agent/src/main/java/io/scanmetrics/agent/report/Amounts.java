package io.scanmetrics.agent.report;

import io.scanmetrics.store.postgres.report.Percentile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers, shares, durations and times in words, the same in any locale and time zone. */
public final class Amounts {
  /** Where there is nothing to tell. */
  public static final String NONE = "–";

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private static final DateTimeFormatter TIME = utc("yyyy-MM-dd HH:mm");
  private static final DateTimeFormatter EXACT_TIME = utc("yyyy-MM-dd HH:mm:ss");

  private Amounts() {}

  private static DateTimeFormatter utc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** {@code 12,345}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 scan}, {@code 12,345 scans}. */
  public static String count(long number, String what) {
    return count(number) + " " + what + (number == 1 ? "" : "s");
  }

  /**
   * {@code 95.04 %}, cut so that nothing looks reached that is not.
   *
   * @param share 0 to 1, {@code null} for none
   */
  public static String exactShare(@Nullable Double share) {
    return share == null
        ? NONE
        : String.format(Locale.ROOT, "%.2f %%", Math.floor(share * 10_000 + 1e-7) / 100);
  }

  /**
   * {@code 12 %}, {@code 0.4 %}.
   *
   * @param share 0 to 1
   */
  public static String share(double share) {
    double percent = share * 100;
    boolean tiny = percent > 0 && percent < 0.95;
    return String.format(Locale.ROOT, tiny ? "%.1f %%" : "%.0f %%", percent);
  }

  /** {@code 850 ms}, {@code 8.2 s}, {@code 5 min 12 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
  public static String duration(long millis) {
    if (millis < SECOND) {
      return millis + " ms";
    }
    if (millis < MINUTE) {
      long tenths = millis / 100;
      return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " s";
    }
    if (millis < HOUR) {
      return two(millis, MINUTE, "min", SECOND, "s");
    }
    return millis < DAY ? two(millis, HOUR, "h", MINUTE, "min") : two(millis, DAY, "d", HOUR, "h");
  }

  /** As {@link #duration(long)}, rounded to whole milliseconds. */
  public static String duration(double millis) {
    return duration(Math.round(millis));
  }

  /** {@code +8.2 s}, {@code -1 min 3 s}. */
  public static String difference(double millis) {
    return (millis < 0 ? "-" : "+") + duration(Math.abs(millis));
  }

  /**
   * As {@link #duration(long)}; what is not decided is told by what it is at least.
   *
   * @param percentile {@code null} for none
   */
  public static String percentile(@Nullable Percentile percentile) {
    if (percentile == null) {
      return NONE;
    }
    if (percentile.millis() != null) {
      return duration(percentile.millis());
    }
    return Double.isInfinite(percentile.atLeast())
        ? "never"
        : ">= " + duration(percentile.atLeast());
  }

  /** As {@link #duration(long)}. */
  public static String duration(Duration duration) {
    return duration(duration.toMillis());
  }

  private static String two(long millis, long unit, String name, long smaller, String smallerName) {
    long rest = millis % unit / smaller;
    return millis / unit + " " + name + (rest == 0 ? "" : " " + rest + " " + smallerName);
  }

  /** {@code 2026-11-23 05:40}, in UTC. */
  public static String time(Instant time) {
    return TIME.format(time);
  }

  /** {@code 2026-11-23 05:40:07}, in UTC. */
  public static String exactTime(Instant time) {
    return EXACT_TIME.format(time);
  }
}
