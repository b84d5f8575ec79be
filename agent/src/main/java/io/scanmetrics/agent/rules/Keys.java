package io.scanmetrics.agent.rules;

/** Every key that a rules file can have, by the place where it stands. */
final class Keys {
  static final String[] FILE = {"version", "enabled", "scanner", "scans", "phases"};

  static final String[] SCANNER = {"version", "image_digest"};

  static final String[] SCAN = {
    "class",
    "method",
    "start",
    "end",
    "scope",
    "exclude",
    "when",
    "scan_id",
    "attributes",
    "success",
    "error_code"
  };

  static final String[] PHASE = {
    "phase",
    "class",
    "method",
    "start",
    "end",
    "exclude",
    "when",
    "scan_id",
    "nested",
    "attributes",
    "success",
    "error_code"
  };

  /** Under {@code start:} and {@code end:}. */
  static final String[] HOOK = {"class", "method", "scan_id", "attributes"};

  /** In each map under {@code exclude:}. */
  static final String[] EXCLUDE = {"class", "method"};

  static final String[] CLASS = {"name", "name_regex", "super_type", "annotation", "packages"};

  static final String[] METHOD = {"name", "name_regex", "annotation", "parameters"};

  private Keys() {}
}
