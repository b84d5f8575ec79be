package io.scanmetrics.store.postgres;

import java.io.Reader;
import java.io.StringReader;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Flyway with everything handed over to it: it looks for nothing on the class path, in files or in
 * the environment. The only class that needs Flyway's, which are optional.
 */
final class FlywayRun {
  static final String HISTORY_TABLE = "scan_metrics_schema_history";

  /** A schema that has something in it but no history is taken to be older than our first. */
  private static final String VERSION_BEFORE_OURS = "3";

  /** While another process migrates; Flyway tries once a second. */
  private static final int SECONDS_TO_WAIT_FOR_OTHERS = 600;

  private final Flyway flyway;

  FlywayRun(DataSource dataSource) {
    flyway =
        Flyway.configure(FlywayRun.class.getClassLoader())
            .dataSource(dataSource)
            .defaultSchema("scanner")
            .schemas("scanner")
            .table(HISTORY_TABLE)
            .createSchemas(true)
            .baselineOnMigrate(true)
            .baselineVersion(VERSION_BEFORE_OURS)
            .baselineDescription("before scan metrics")
            .locations(new String[0])
            .resourceProvider(new Scripts())
            .javaMigrationClassProvider(List::of)
            .skipDefaultCallbacks(true)
            .callbacks(new LockFirst())
            .placeholderReplacement(false)
            .loggers("slf4j")
            .lockRetryCount(SECONDS_TO_WAIT_FOR_OTHERS)
            .load();
  }

  /** How many scripts were run. */
  int migrate() {
    MigrateResult result = flyway.migrate();
    return result.migrationsExecuted;
  }

  /** The version that the history table shows; 0 if it shows none. */
  int version() {
    MigrationInfo current = flyway.info().current();
    return current == null || current.getVersion() == null
        ? 0
        : current.getVersion().getMajor().intValueExact();
  }

  /**
   * Keeps a script from waiting in a circle with those who write and read meanwhile, in whatever
   * order they do: it has all that is there for itself from its first statement on. To get there it
   * waits only while it has nothing; what it does not get at once then, it tries again later.
   */
  private static final class LockFirst extends BaseCallback {
    private static final String SQL =
        """
        DO $$
        DECLARE relation TEXT;
        BEGIN
          <<tries>>
          LOOP
            BEGIN
              IF to_regclass('scanner.scan_metrics') IS NOT NULL THEN
                LOCK TABLE scanner.scan_metrics IN ACCESS EXCLUSIVE MODE;
              END IF;
              FOREACH relation IN ARRAY ARRAY['execution_phases', 'tte_stats', 'slo_stats',
                  'scans_in_flight', 'scan_slo', 'scan_tte'] LOOP
                IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('scanner.' || relation)
                    AND relkind IN ('r', 'p', 'v')) THEN
                  EXECUTE format('LOCK TABLE scanner.%I IN ACCESS EXCLUSIVE MODE NOWAIT', relation);
                END IF;
              END LOOP;
              EXIT tries;
            EXCEPTION
              WHEN lock_not_available OR deadlock_detected THEN
                -- All of them are given back here.
                PERFORM pg_sleep(0.05);
              WHEN insufficient_privilege OR wrong_object_type THEN
                -- What somebody else has made is named by the script itself.
                EXIT tries;
            END;
          END LOOP;
        END
        $$
        """;

    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
      return true;
    }

    @Override
    public void handle(Event event, Context context) {
      try (Statement statement = context.getConnection().createStatement()) {
        statement.execute(SQL);
      } catch (SQLException e) {
        throw new FlywayException(String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    public String getCallbackName() {
      return "lock first";
    }
  }

  private static final class Scripts implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return MigrationScript.ALL.stream()
          .filter(script -> script.file().equals(name))
          .map(Script::new)
          .findFirst()
          .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return MigrationScript.ALL.stream()
          .filter(script -> script.file().startsWith(prefix))
          .filter(script -> Arrays.stream(suffixes).anyMatch(script.file()::endsWith))
          .<LoadableResource>map(Script::new)
          .toList();
    }
  }

  private static final class Script extends LoadableResource {
    private final MigrationScript script;

    Script(MigrationScript script) {
      this.script = script;
    }

    @Override
    public Reader read() {
      return new StringReader(script.sql());
    }

    @Override
    public String getAbsolutePath() {
      return script.file();
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return script.file();
    }

    @Override
    public String getFilename() {
      return script.file();
    }

    @Override
    public String getRelativePath() {
      return script.file();
    }
  }
}
