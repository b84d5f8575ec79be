package io.scanmetrics.otel;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.scanmetrics.ExporterLog;
import io.scanmetrics.store.postgres.SchemaMode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Maps the {@code scan.metrics.…} properties of an SDK (system properties and environment
 * variables, or its configuration file) onto the builder. An application must not fail to start for
 * the sake of its metrics: of an invalid value one line is said, and the default applies; without a
 * usable database nothing is exported.
 */
final class ScanMetricsProperties {
  private static final String URL = "scan.metrics.jdbc.url";
  private static final String USER = "scan.metrics.jdbc.user";
  private static final String PASSWORD = "scan.metrics.jdbc.password";
  private static final String PASSWORD_FILE = "scan.metrics.jdbc.password.file";
  private static final String SCHEMA = "scan.metrics.schema";
  private static final String TENANT = "scan.metrics.tenant.id";
  private static final String SPOOL_DIR = "scan.metrics.spool.dir";
  private static final String SPOOL_MAX_BYTES = "scan.metrics.spool.max.bytes";
  private static final String PHASE_MAX_ROWS = "scan.metrics.phase.max.rows";
  private static final String SHUTDOWN_TIMEOUT = "scan.metrics.shutdown.timeout";

  /** All that are read here. */
  static final Set<String> NAMES =
      Set.of(
          URL,
          USER,
          PASSWORD,
          PASSWORD_FILE,
          SCHEMA,
          TENANT,
          SPOOL_DIR,
          SPOOL_MAX_BYTES,
          PHASE_MAX_ROWS,
          SHUTDOWN_TIMEOUT);

  private final ConfigProperties config;
  private final ExporterLog log;

  private ScanMetricsProperties(ConfigProperties config, ExporterLog log) {
    this.config = config;
    this.log = log;
  }

  /** Null, with a line that says why, if there is no usable database. */
  static @Nullable ScanMetricsExporter exporter(ConfigProperties config) {
    return exporter(config, new SystemLog());
  }

  static @Nullable ScanMetricsExporter exporter(ConfigProperties config, ExporterLog log) {
    return new ScanMetricsProperties(config, log).exporter();
  }

  private @Nullable ScanMetricsExporter exporter() {
    String url = config.getString(URL);
    if (url == null) {
      log.warn("scan_metrics is configured, but " + URL + " is not set: no scan is written");
      return null;
    }
    ScanMetricsExporterBuilder builder =
        ScanMetricsExporter.builder()
            .log(log)
            .jdbcUrl(url)
            .jdbcUser(config.getString(USER))
            .jdbcPassword(config.getString(PASSWORD))
            .jdbcPasswordFile(path(PASSWORD_FILE))
            .schema(schema())
            .spoolDir(path(SPOOL_DIR));
    String tenant = config.getString(TENANT);
    if (tenant != null) {
      builder.tenantId(tenant);
    }
    Duration shutdownTimeout = shutdownTimeout();
    if (shutdownTimeout != null) {
      builder.shutdownTimeout(shutdownTimeout);
    }
    Long spoolMaxBytes = wholeNumber(SPOOL_MAX_BYTES, Long.MAX_VALUE);
    if (spoolMaxBytes != null) {
      builder.spoolMaxBytes(spoolMaxBytes);
    }
    Long phaseMaxRows = wholeNumber(PHASE_MAX_ROWS, Integer.MAX_VALUE);
    if (phaseMaxRows != null) {
      builder.phaseMaxRows(phaseMaxRows.intValue());
    }
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      log.warn(e.getMessage() + ": no scan is written");
      return null;
    }
  }

  private @Nullable Path path(String property) {
    String path = config.getString(property);
    try {
      return path == null ? null : Path.of(path);
    } catch (InvalidPathException e) {
      log.warn(property + " is not a path; it is ignored");
      return null;
    }
  }

  private @Nullable Long wholeNumber(String property, long most) {
    try {
      Long number = config.getLong(property);
      if (number != null && number < 0) {
        log.warn(property + " is negative; the default applies");
        return null;
      }
      return number == null ? null : Long.valueOf(Math.min(number, most));
    } catch (ConfigurationException e) {
      log.warn(property + ": " + e.getMessage() + "; the default applies");
      return null;
    }
  }

  private SchemaMode schema() {
    String mode = config.getString(SCHEMA);
    if (mode != null) {
      try {
        return SchemaMode.valueOf(mode.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        log.warn(SCHEMA + "=" + mode + " is not validate, migrate or off; validate applies");
      }
    }
    return SchemaMode.VALIDATE;
  }

  private @Nullable Duration shutdownTimeout() {
    try {
      Duration timeout = config.getDuration(SHUTDOWN_TIMEOUT);
      if (timeout != null && timeout.isNegative()) {
        log.warn(SHUTDOWN_TIMEOUT + " is negative; the default applies");
        return null;
      }
      return timeout;
    } catch (ConfigurationException e) {
      log.warn(SHUTDOWN_TIMEOUT + ": " + e.getMessage() + "; the default applies");
      return null;
    }
  }
}
