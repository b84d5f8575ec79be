package io.scanmetrics;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The phases of a scan as {@code execution_phases.phase_name} knows them. Every other name that a
 * span gives is stored as {@link #OTHER}, its own text kept in {@code phase_metrics}.
 */
public enum PhaseName {
  INGEST("t_ingest_ms"),
  ANALYZE("t_analyze_ms"),
  REACHABILITY("t_reachability_ms"),
  VEX("t_vex_ms"),
  SIGN("t_sign_ms"),
  PUBLISH("t_publish_ms"),
  OTHER(null);

  // Filled by a loop: an agent meets this class in a cold JVM, where a first lambda costs 10 ms.
  private static final Map<String, PhaseName> BY_TEXT = new HashMap<>();

  static {
    for (PhaseName phase : values()) {
      BY_TEXT.put(phase.text, phase);
    }
  }

  private final String text = name().toLowerCase(Locale.ROOT);
  private final @Nullable String durationColumn;

  PhaseName(@Nullable String durationColumn) {
    this.durationColumn = durationColumn;
  }

  /** The phase of that name, {@link #OTHER} for every name that is not one of the six. */
  public static PhaseName of(String text) {
    return BY_TEXT.getOrDefault(text, OTHER);
  }

  /** As in the rules file, in {@code scan.phase.name} and in {@code phase_name}. */
  public String text() {
    return text;
  }

  /** The column of {@code scan_metrics} that holds this phase's time; {@code null} for other. */
  public @Nullable String durationColumn() {
    return durationColumn;
  }
}
