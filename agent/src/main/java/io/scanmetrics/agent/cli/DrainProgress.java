package io.scanmetrics.agent.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Shows how far a drain is: a bar on a terminal, else a line now and then. */
final class DrainProgress implements LongConsumer, AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final int USUAL_WIDTH = 80;
  private static final int UPDATE_MILLIS = 100;

  private final PrintWriter out;
  private final long expected;
  private final @Nullable ProgressBar bar;
  private long lastLine = System.nanoTime();

  /**
   * @param expected how many scans there are, as far as known
   * @param columns how wide the terminal is, 0 for none
   */
  DrainProgress(PrintWriter out, long expected, int columns) {
    this.out = out;
    this.expected = expected;
    this.bar = columns == 0 || expected == 0 ? null : bar(out, expected, columns);
  }

  private static ProgressBar bar(PrintWriter out, long expected, int columns) {
    return new ProgressBarBuilder()
        .setTaskName("Scans")
        .setInitialMax(expected)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(
            new DelegatingProgressBarConsumer(
                text -> {
                  out.print('\r' + text);
                  out.flush();
                },
                columns - 1))
        .build();
  }

  /** As wide as the terminal is, or is likely to be; 0 if there is none. */
  static int columns(@Nullable String environmentColumns) {
    if (!Ansi.AUTO.enabled()) {
      return 0;
    }
    try {
      int columns = environmentColumns == null ? 0 : Integer.parseInt(environmentColumns);
      return columns > 0 ? columns : USUAL_WIDTH;
    } catch (NumberFormatException e) {
      return USUAL_WIDTH;
    }
  }

  @Override
  public void accept(long done) {
    if (bar != null) {
      bar.maxHint(Math.max(expected, done));
      bar.stepTo(done);
      return;
    }
    long now = System.nanoTime();
    if (now - lastLine >= BETWEEN_LINES.toNanos()) {
      lastLine = now;
      out.println(
          String.format(Locale.ROOT, "So far %,d of %,d scans.", done, Math.max(expected, done)));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      out.println();
    }
  }
}
