package io.scanmetrics.agent.cli;

import io.scanmetrics.agent.report.html.ReportPage;
import io.scanmetrics.agent.report.text.ReportText;
import io.scanmetrics.agent.report.text.Terminal;
import io.scanmetrics.assemble.TenantId;
import io.scanmetrics.store.StoreException;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.report.ReportScope;
import io.scanmetrics.store.postgres.report.ScanReport;
import io.scanmetrics.store.postgres.report.ScanReportReader;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells how the scans of some days did, and which phase to fix first. */
@Command(
    name = "report",
    description = {
      "Tells how the scans of some days did, where their time went, and what to fix first.",
      "All times are UTC; what runs now is told by the clock of the database."
    },
    sortOptions = false,
    sortSynopsis = false,
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class)
final class ReportCommand implements Callable<Integer> {
  private final OptionFlags flags;

  @CommandLine.Option(
      names = "--since",
      paramLabel = "AGE",
      defaultValue = "7d",
      description = "how far back: a whole number with s, m, h or d; default: 7d",
      converter = Age.class)
  private Duration since = Duration.ofDays(7);

  @CommandLine.Option(
      names = "--until",
      paramLabel = "TIME",
      description = "where that ends, in UTC, such as 2026-11-23 or 2026-11-23T05:40; default: now",
      converter = UtcTime.class)
  private @Nullable Instant until;

  @CommandLine.Option(
      names = "--tenant",
      paramLabel = "TENANT",
      description = "a UUID, or the name that its scanners give; default: all tenants")
  private @Nullable String tenant;

  @CommandLine.Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "writes it as a page for browsers, with charts, which needs no network; - for stdout")
  private @Nullable String html;

  @Spec private CommandSpec spec = CommandSpec.create();

  private ReportCommand(OptionFlags flags) {
    this.flags = flags;
  }

  static CommandSpec spec(OptionFlags flags) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new ReportCommand(flags));
    OptionFlags.declareDatabase(spec);
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure {
    PostgresConfig database = flags.readDatabase(spec);
    if (html == null) {
      ScanReport report = read(database, ReportText.MOST_STEPS);
      String columns = flags.environment().get("COLUMNS");
      ReportText.print(report, Terminal.of(spec.commandLine(), columns));
    } else {
      PageOutput output = PageOutput.to(html, spec.commandLine());
      output.write(ReportPage.of(read(database, ReportPage.MOST_STEPS)));
    }
    return ScanMetricsCommand.OK;
  }

  private ScanReport read(PostgresConfig database, int mostSteps) throws CommandFailure {
    if (since.isZero()) {
      throw new ParameterException(spec.commandLine(), "--since 0 leaves nothing to tell");
    }
    try {
      return ScanReportReader.read(
          database,
          new ReportScope(tenant == null ? null : TenantId.of(tenant), since, until, mostSteps));
    } catch (StoreException e) {
      throw new CommandFailure("the report could not be read: " + e.getMessage(), e);
    }
  }
}
