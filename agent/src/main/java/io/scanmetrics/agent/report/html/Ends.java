package io.scanmetrics.agent.report.html;

import io.scanmetrics.agent.report.Amounts;
import io.scanmetrics.store.postgres.report.SloFigures;
import java.util.ArrayList;
import java.util.List;

/** What became of scans: each is counted once. */
record Ends(long within2, long within5, long slower, long failed, long died, long running) {

  static Ends of(SloFigures slo) {
    return new Ends(
        slo.metP50(),
        slo.metP95() - slo.metP50(),
        slo.succeeded() - slo.metP95(),
        slo.failed(),
        slo.aborted(),
        slo.running());
  }

  /** {@code 31 under 2 min, 4 under 5 min, 1 failed}, without what there is none of. */
  String inWords() {
    List<String> words = new ArrayList<>();
    add(words, within2, "under 2 min");
    add(words, within5, "under 5 min");
    add(words, slower, "slower");
    add(words, failed, "failed");
    add(words, died, "died");
    add(words, running, "running");
    return String.join(", ", words);
  }

  private static void add(List<String> words, long scans, String what) {
    if (scans > 0) {
      words.add(Amounts.count(scans) + " " + what);
    }
  }
}
