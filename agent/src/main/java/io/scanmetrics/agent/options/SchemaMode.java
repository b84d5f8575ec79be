package io.scanmetrics.agent.options;

/** What to do about the database's schema before writing to it. */
public enum SchemaMode {
  /** Write only to a schema that is new enough. */
  VALIDATE,
  /** Create or upgrade it first. */
  MIGRATE,
  /** Do not look. */
  OFF
}
