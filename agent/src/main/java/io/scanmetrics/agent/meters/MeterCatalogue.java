package io.scanmetrics.agent.meters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the agent by name: what they count, in what unit, and what they are told apart by.
 * Names are Micrometer's, from which Prometheus and OTLP derive theirs. No tag ever names a tenant,
 * a scan or an artifact.
 */
public enum MeterCatalogue {
  SCAN_TTE(
      "scan.tte",
      Kind.TIMER,
      "seconds",
      "Time to evidence: how long a scan took, of scans that finished",
      "outcome,replay,artifact_type"),
  SCAN_PHASE(
      "scan.phase",
      Kind.TIMER,
      "seconds",
      "How long one execution of a phase took",
      "phase,outcome"),
  SCAN_ACTIVE("scan.active", Kind.GAUGE, null, "Scans that run now", ""),
  SLO_BREACHES(
      "scan.slo.breaches",
      Kind.COUNTER,
      null,
      "Finished, successful scans, replays left out, that took 120 s (p50) or 300 s (p95) or more",
      "slo"),
  SLO_SCANS(
      "scan.slo.scans",
      Kind.COUNTER,
      null,
      "Scans that are over, replays left out: those that failed, and those that the end of the JVM"
          + " cut off (aborted), breach the SLO however fast they were",
      "outcome"),
  SCANS(
      "scan.metrics.scans",
      Kind.COUNTER,
      null,
      "Scans by what became of them: written to PostgreSQL; waiting, that is, not written at the"
          + " first try; set_aside for good; refused for want of room in the spool, so that they"
          + " wait in memory alone and may be lost, or in memory, so that they are not recorded",
      "result"),
  SPOOL_SCANS(
      "scan.metrics.spool.scans",
      Kind.GAUGE,
      null,
      "Scans that wait to be written to PostgreSQL",
      ""),
  SPOOL_BYTES(
      "scan.metrics.spool.bytes",
      Kind.GAUGE,
      "bytes",
      "What this JVM's scans take of the disk until they are written",
      ""),
  WRITE("scan.metrics.write", Kind.TIMER, "seconds", "How long one batch took to be written", ""),
  ORPHAN_PHASES(
      "scan.metrics.orphan.phases",
      Kind.COUNTER,
      null,
      "Executions of a phase that belong to no scan",
      "rule"),
  PHASES_REFUSED(
      "scan.metrics.phases.refused",
      Kind.COUNTER,
      null,
      "Executions of a phase that are missing from their scan for want of room",
      "phase"),
  EXPRESSION_ERRORS(
      "scan.metrics.expression.errors",
      Kind.COUNTER,
      null,
      "Expressions that had no value because reading it failed",
      "rule"),
  RULES_UNMATCHED(
      "scan.metrics.rules.unmatched",
      Kind.COUNTER,
      null,
      "Rules that no method of the application matched",
      "rule"),
  UNFIT_VALUES(
      "scan.metrics.values.unfit",
      Kind.COUNTER,
      null,
      "Values of scans that did not fit their column, which stayed empty",
      "attribute");

  /** What is measured. */
  public enum Kind {
    /** How often, how long in all, and how long at most; some with buckets. */
    TIMER,
    /** How often. */
    COUNTER,
    /** How many at the moment. */
    GAUGE
  }

  private final String meter;
  private final Kind kind;
  private final @Nullable String unit;
  private final String description;
  private final String tags;

  MeterCatalogue(String meter, Kind kind, @Nullable String unit, String description, String tags) {
    this.meter = meter;
    this.kind = kind;
    this.unit = unit;
    this.description = description;
    this.tags = tags;
  }

  /** Its name in Micrometer. */
  public String meter() {
    return meter;
  }

  /** What is measured. */
  public Kind kind() {
    return kind;
  }

  /** Of what it shows; {@code null} for plain numbers. */
  public @Nullable String unit() {
    return unit;
  }

  /** For people. */
  public String description() {
    return description;
  }

  /** The keys of its tags. */
  public List<String> tags() {
    return tags.isEmpty() ? List.of() : List.of(tags.split(",", -1));
  }
}
