package io.scanmetrics.agent.testing;

import io.scanmetrics.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each phase ran, for rules files in which every phase has a name of its own. */
public final class PhaseCounts {
  private PhaseCounts() {}

  /** By the names in the rules file; those that never ran are not there. */
  public static Map<String, Long> in(TestDatabase database) {
    Map<String, Long> counts = new TreeMap<>();
    for (List<Object> row :
        database.rows(
            "SELECT phase_metrics->>'scan.phase.name', count(*) FROM scanner.execution_phases"
                + " GROUP BY 1")) {
      counts.put(String.valueOf(row.get(0)), (Long) row.get(1));
    }
    return counts;
  }
}
