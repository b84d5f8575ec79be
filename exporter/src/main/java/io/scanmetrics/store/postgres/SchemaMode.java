package io.scanmetrics.store.postgres;

/**
 * What happens to the database's schema before the first scan is written: {@code
 * scan.metrics.schema}.
 */
public enum SchemaMode {
  /** It is compared; scans wait while it is missing or older than what this version writes. */
  VALIDATE,
  /** It is created or upgraded. Needs Flyway on the class path. */
  MIGRATE,
  /** Nothing; scans wait while a table or a column is missing. */
  OFF
}
