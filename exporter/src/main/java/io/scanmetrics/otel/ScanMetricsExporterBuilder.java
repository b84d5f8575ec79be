package io.scanmetrics.otel;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.assemble.ScanAssembler;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import io.scanmetrics.store.ScanStore;
import io.scanmetrics.store.postgres.PostgresConfig;
import io.scanmetrics.store.postgres.PostgresScanStore;
import io.scanmetrics.store.postgres.SchemaMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says what a {@link ScanMetricsExporter} is to be. Each setter stands for one {@code
 * scan.metrics.…} option, which the message names if {@link #build} refuses its value. For one
 * thread.
 */
public final class ScanMetricsExporterBuilder {
  private @Nullable String jdbcUrl;
  private @Nullable String jdbcUser;
  private @Nullable String jdbcPassword;
  private @Nullable Path jdbcPasswordFile;
  private SchemaMode schema = SchemaMode.VALIDATE;
  private @Nullable PostgresConfig postgres;
  private @Nullable ScanStore store;
  private String tenantId = "00000000-0000-0000-0000-000000000000";
  private ScanListener listener = ScanListener.NONE;
  private @Nullable ExporterLog log;
  private Duration shutdownTimeout = Duration.ofSeconds(5);
  private Supplier<? extends @Nullable Object> meterRegistry = () -> null;
  private @Nullable Path spoolDir;
  private long spoolMaxBytes = SpoolConfig.DEFAULT_MAX_BYTES;
  private int rowsPerPhase = ScanAssembler.DEFAULT_ROWS_PER_PHASE;

  ScanMetricsExporterBuilder() {}

  /** {@code scan.metrics.jdbc.url}: a JDBC URL of PostgreSQL. */
  public ScanMetricsExporterBuilder jdbcUrl(String url) {
    this.jdbcUrl = url;
    return this;
  }

  /** {@code scan.metrics.jdbc.user}: pgjdbc's own default if {@code null}. */
  public ScanMetricsExporterBuilder jdbcUser(@Nullable String user) {
    this.jdbcUser = user;
    return this;
  }

  /** {@code scan.metrics.jdbc.password}. */
  public ScanMetricsExporterBuilder jdbcPassword(@Nullable String password) {
    this.jdbcPassword = password;
    return this;
  }

  /** {@code scan.metrics.jdbc.password.file}: read anew for each connection. */
  public ScanMetricsExporterBuilder jdbcPasswordFile(@Nullable Path file) {
    this.jdbcPasswordFile = file;
    return this;
  }

  /** {@code scan.metrics.schema}: what is done about the schema before the first write. */
  public ScanMetricsExporterBuilder schema(SchemaMode mode) {
    this.schema = mode;
    return this;
  }

  /** All of the database's options at once, instead of the single ones. */
  public ScanMetricsExporterBuilder postgres(PostgresConfig config) {
    this.postgres = config;
    return this;
  }

  /** A store of another kind, instead of a database; the exporter closes it. */
  public ScanMetricsExporterBuilder store(ScanStore other) {
    this.store = other;
    return this;
  }

  /**
   * {@code scan.metrics.spool.dir}: where scans wait on disk that are not yet in the database; if
   * not set, where programs of a user keep their state. Scans for a store of another kind wait in
   * memory if it is not set.
   */
  public ScanMetricsExporterBuilder spoolDir(@Nullable Path folder) {
    this.spoolDir = folder;
    return this;
  }

  /**
   * {@code scan.metrics.spool.max.bytes}: beyond it new scans wait in memory; 256 MiB if not set.
   */
  public ScanMetricsExporterBuilder spoolMaxBytes(long bytes) {
    this.spoolMaxBytes = bytes;
    return this;
  }

  /** {@code scan.metrics.tenant.id}: of scans that name none; the nil UUID if not set. */
  public ScanMetricsExporterBuilder tenantId(String id) {
    this.tenantId = id;
    return this;
  }

  /**
   * {@code scan.metrics.phase.max.rows}: so many executions of one phase in one scan have rows of
   * their own, the first to begin; all others share one. 1,000 if not set.
   */
  public ScanMetricsExporterBuilder phaseMaxRows(int rows) {
    this.rowsPerPhase = rows;
    return this;
  }

  /** Hears what becomes of scans. */
  public ScanMetricsExporterBuilder listener(ScanListener heard) {
    this.listener = heard;
    return this;
  }

  /** Where people are told what they have to know; the JDK's logging if not set. */
  public ScanMetricsExporterBuilder log(ExporterLog people) {
    this.log = people;
    return this;
  }

  /** {@code scan.metrics.shutdown.timeout}: how long closing may take; 5 s if not set. */
  public ScanMetricsExporterBuilder shutdownTimeout(Duration timeout) {
    this.shutdownTimeout = timeout;
    return this;
  }

  /**
   * A Micrometer {@code MeterRegistry} for the meters of the connection pool; not named by type,
   * because the exporter works without Micrometer as well.
   */
  public ScanMetricsExporterBuilder meterRegistry(@Nullable Object registry) {
    return meterRegistryFrom(() -> registry);
  }

  /**
   * As {@link #meterRegistry}, for one that is still being made: asked for on the exporter's own
   * thread before it first connects to the database.
   */
  public ScanMetricsExporterBuilder meterRegistryFrom(
      Supplier<? extends @Nullable Object> registry) {
    this.meterRegistry = registry;
    return this;
  }

  /**
   * Makes it. Nothing is connected to before the first scan has ended. Without a database and a
   * store, scans are assembled for the listener alone.
   *
   * @throws IllegalArgumentException if an option has a value that it cannot have, naming the
   *     option
   */
  public ScanMetricsExporter build() {
    if (tenantId.isEmpty()) {
      throw new IllegalArgumentException("scan.metrics.tenant.id must not be empty");
    }
    if (shutdownTimeout.isNegative()) {
      throw new IllegalArgumentException("scan.metrics.shutdown.timeout must not be negative");
    }
    if (spoolMaxBytes < 0) {
      throw new IllegalArgumentException("scan.metrics.spool.max.bytes must not be negative");
    }
    if (rowsPerPhase < 0) {
      throw new IllegalArgumentException("scan.metrics.phase.max.rows must not be negative");
    }
    PostgresConfig database = postgres != null ? postgres : databaseOfSingleOptions();
    if (database != null && store != null) {
      throw new IllegalArgumentException(
          "scan.metrics.jdbc.url and a store of another kind cannot both be set");
    }
    if (database == null && store == null && listener == ScanListener.NONE) {
      throw new IllegalArgumentException("scan.metrics.jdbc.url is not set");
    }
    String where = database != null ? database.toString() : String.valueOf(store);
    ExporterLog people = log != null ? log : new SystemLog();
    return new ScanMetricsExporter(
        database != null ? new PostgresScanStore(database, meterRegistry) : store,
        spool(database != null, store != null, people),
        tenantId,
        rowsPerPhase,
        listener,
        people,
        shutdownTimeout,
        "ScanMetricsExporter{" + where + "}");
  }

  private Spool spool(boolean forDatabase, boolean forOther, ExporterLog people) {
    if (!forDatabase && (!forOther || spoolDir == null)) {
      return Spool.none();
    }
    Path folder =
        spoolDir != null
            ? spoolDir
            : Path.of(SpoolConfig.usualFolder(System.getenv(), System.getProperty("user.home")));
    return Spool.in(new SpoolConfig(folder, spoolMaxBytes), people);
  }

  private @Nullable PostgresConfig databaseOfSingleOptions() {
    if (jdbcUrl == null) {
      return null;
    }
    try {
      return new PostgresConfig(jdbcUrl, jdbcUser, jdbcPassword, jdbcPasswordFile, schema);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("scan.metrics.jdbc.url: " + e.getMessage(), e);
    }
  }
}
