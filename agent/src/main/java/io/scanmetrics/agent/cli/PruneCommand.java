package io.scanmetrics.agent.cli;

import io.scanmetrics.store.StoreException;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.ScanPruning;
import io.scanmetrics.store.postgres.ScanPruning.Pruned;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Deletes old scans, so that the tables do not grow for ever. */
@Command(
    name = "prune",
    description = {
      "Deletes scans that started longer ago than that, with their phases.",
      "Does so in small batches, past what others are writing, so that scanners are not held up."
          + " Scans that run stay. May be ended at any time, and repeated."
    },
    sortOptions = false,
    sortSynopsis = false,
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class)
final class PruneCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final OptionFlags flags;

  @Spec private CommandSpec spec = CommandSpec.create();

  @CommandLine.Option(
      names = "--older-than",
      required = true,
      paramLabel = "AGE",
      description = "a whole number with s, m, h or d, such as 90d",
      converter = Age.class)
  private Duration olderThan = Duration.ZERO;

  @CommandLine.Option(names = "--dry-run", description = "only says how many that would be")
  private boolean dryRun;

  private long lastLine = System.nanoTime();

  private PruneCommand(OptionFlags flags) {
    this.flags = flags;
  }

  static CommandSpec spec(OptionFlags flags) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new PruneCommand(flags));
    OptionFlags.declareDatabase(spec);
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure {
    PostgresConfig database = flags.readDatabase(spec);
    PrintWriter out = spec.commandLine().getOut();
    try {
      if (dryRun) {
        out.println(told("Would delete", ScanPruning.count(database, olderThan)));
      } else {
        out.println(told("Deleted", ScanPruning.prune(database, olderThan, this::progress)));
      }
    } catch (StoreException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
    return ScanMetricsCommand.OK;
  }

  private void progress(Pruned soFar) {
    long now = System.nanoTime();
    if (now - lastLine >= BETWEEN_LINES.toNanos()) {
      lastLine = now;
      spec.commandLine().getOut().println(told("So far", soFar));
    }
  }

  private static String told(String what, Pruned pruned) {
    return String.format(
        Locale.ROOT,
        "%s %,d scans with %,d phases that started before %s.",
        what,
        pruned.scans(),
        pruned.phases(),
        pruned.before());
  }
}
