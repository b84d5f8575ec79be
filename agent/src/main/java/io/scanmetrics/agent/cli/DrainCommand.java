package io.scanmetrics.agent.cli;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.agent.log.Redaction;
import io.scanmetrics.agent.options.Option;
import io.scanmetrics.journal.SetAside;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import io.scanmetrics.journal.SpoolSurvey;
import io.scanmetrics.store.Drain;
import io.scanmetrics.store.Drain.Drained;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.PostgresScanStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes what waits in a spool to PostgreSQL. */
@Command(
    name = "drain",
    description = {
      "Writes the scans that wait in a spool folder, because the JVM that they ran in is no more, to"
          + " PostgreSQL.",
      "May run while agents use the folder, and several times at once. Ends with status 1 if scans"
          + " still wait or are set aside."
    },
    sortOptions = false,
    sortSynopsis = false,
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class)
final class DrainCommand implements Callable<Integer> {
  private final OptionFlags flags;

  @Spec private CommandSpec spec = CommandSpec.create();

  @CommandLine.Option(
      names = "--set-aside",
      paramLabel = "list|retry|discard",
      description = {
        "what to do with scans that PostgreSQL has refused, instead of draining:",
        "list: show them with the reasons; retry: try them again; discard: delete them"
      },
      converter = Choice.class)
  private @Nullable SetAsideAction setAside;

  /** What to do with scans that were set aside. */
  enum SetAsideAction {
    LIST,
    RETRY,
    DISCARD
  }

  /** Reads a {@link SetAsideAction}. */
  static final class Choice implements CommandLine.ITypeConverter<SetAsideAction> {
    @Override
    public SetAsideAction convert(String value) {
      for (SetAsideAction action : SetAsideAction.values()) {
        if (action.name().toLowerCase(Locale.ROOT).equals(value)) {
          return action;
        }
      }
      throw new CommandLine.TypeConversionException(
          "'" + value + "' is not list, retry or discard");
    }
  }

  private DrainCommand(OptionFlags flags) {
    this.flags = flags;
  }

  static CommandSpec spec(OptionFlags flags) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new DrainCommand(flags));
    OptionFlags.declareDatabase(spec, Option.SCHEMA, Option.SPOOL_DIR);
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    try {
      if (setAside == SetAsideAction.LIST) {
        return new SetAsideList(out()).print(new SetAside(folder()));
      }
      if (setAside == SetAsideAction.DISCARD) {
        return discard(folder());
      }
      PostgresConfig database = flags.readDatabase(spec);
      return drain(database, folder());
    } catch (IOException e) {
      throw new CommandFailure("the spool cannot be read: " + e, e);
    }
  }

  private int drain(PostgresConfig database, Path folder)
      throws IOException, CommandFailure, InterruptedException {
    List<Path> again = setAside == null ? List.of() : new SetAside(folder).files();
    long expected = setAside == null ? SpoolSurvey.of(folder).ofDead() : again.size();
    int columns = DrainProgress.columns(flags.environment().get("COLUMNS"));
    Drained drained;
    int withOthers;
    try (DrainProgress progress = new DrainProgress(out(), expected, columns);
        Drain drain =
            new Drain(
                new PostgresScanStore(database, null),
                Spool.in(new SpoolConfig(folder, Long.MAX_VALUE), new Warnings()),
                progress)) {
      drained = setAside == null ? drain.drain() : drain.retry(again);
      withOthers = drained.fault() == null ? drain.waitingWithOthers() : 0;
    }
    return told(drained, withOthers, folder);
  }

  private int told(Drained drained, int withOthers, Path folder)
      throws IOException, CommandFailure {
    SpoolSurvey survey = SpoolSurvey.of(folder);
    if (drained.stored() > 0) {
      out().println("Stored " + scans(drained.stored()) + " from " + folder + ".");
    } else if (drained.fault() == null) {
      out().println("Nothing to store from " + folder + ".");
    }
    if (withOthers > 0) {
      out().println(scans(withOthers) + " of processes that run still wait for them to store.");
    }
    if (survey.setAside() > 0) {
      out().println(scans(survey.setAside()) + " set aside; drain --set-aside list tells why.");
    }
    if (drained.fault() != null) {
      String left = scans(Math.max(drained.left(), survey.ofDead()));
      throw new CommandFailure(drained.fault() + "; " + left + " left in " + folder, null);
    }
    if (survey.ofDead() > 0) {
      out().println(scans(survey.ofDead()) + " left in " + folder + ".");
    }
    boolean done = withOthers == 0 && survey.setAside() == 0 && survey.ofDead() == 0;
    return done ? ScanMetricsCommand.OK : ScanMetricsCommand.WRONG;
  }

  private int discard(Path folder) throws IOException {
    int discarded = 0;
    for (Path file : new SetAside(folder).files()) {
      discarded += SetAside.discard(file) ? 1 : 0;
    }
    out().println("Deleted " + scans(discarded) + " that were set aside in " + folder + ".");
    return ScanMetricsCommand.OK;
  }

  private Path folder() {
    String folder = flags.readSilently(spec).spoolDir();
    if (folder.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "which folder? This user has no home; give " + Option.SPOOL_DIR.flag());
    }
    try {
      return Path.of(folder);
    } catch (InvalidPathException e) {
      throw new ParameterException(spec.commandLine(), "the spool folder is no path: " + folder, e);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  static String scans(long count) {
    return count == 1 ? "1 scan" : String.format(Locale.ROOT, "%,d scans", count);
  }

  private final class Warnings implements ExporterLog {
    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {
      spec.commandLine().getErr().println("warning: " + Redaction.of(message));
    }
  }
}
