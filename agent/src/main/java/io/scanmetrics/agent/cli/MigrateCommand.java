package io.scanmetrics.agent.cli;

import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.SchemaException;
import io.scanmetrics.store.postgres.SchemaMigration;
import io.scanmetrics.store.postgres.SchemaMigration.Migrated;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Creates or upgrades the schema, so that scans can be written. */
@Command(
    name = "migrate",
    description = {
      "Creates or upgrades the schema scanner in a PostgreSQL database.",
      "Does nothing where it is up to date; several at once wait for each other."
    },
    sortOptions = false,
    sortSynopsis = false,
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class)
final class MigrateCommand implements Callable<Integer> {
  private final OptionFlags flags;

  @Spec private CommandSpec spec = CommandSpec.create();

  private MigrateCommand(OptionFlags flags) {
    this.flags = flags;
  }

  static CommandSpec spec(OptionFlags flags) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new MigrateCommand(flags));
    OptionFlags.declareDatabase(spec);
    return spec;
  }

  @Override
  public Integer call() throws CommandFailure {
    PostgresConfig database = flags.readDatabase(spec);
    Migrated migrated;
    try {
      migrated = SchemaMigration.migrate(database);
    } catch (SchemaException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
    spec.commandLine().getOut().println(told(migrated));
    return ScanMetricsCommand.OK;
  }

  private static String told(Migrated migrated) {
    if (migrated.scriptsRun() == 0) {
      return "The schema scanner is at version " + migrated.version() + "; nothing to do.";
    }
    if (migrated.before() == migrated.version()) {
      return "The schema scanner was at version "
          + migrated.version()
          + " already; its history is kept from now on.";
    }
    return "Migrated the schema scanner"
        + (migrated.before() == 0 ? "" : " from version " + migrated.before())
        + " to version "
        + migrated.version()
        + ".";
  }
}
