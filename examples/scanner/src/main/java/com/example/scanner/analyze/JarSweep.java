package com.example.scanner.analyze;

import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.ScannedJar;
import com.example.scanner.log.Step;
import com.example.scanner.model.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The walk over all jars that analyzers share: collects what they say and what they stumble on. */
final class JarSweep {

  /** What an analyzer does with one jar. */
  interface Look {
    List<Coordinates> at(ScannedJar jar) throws IOException;
  }

  private JarSweep() {}

  /** Sweeps over the inventory and ends the step. */
  static AnalyzerReport over(Inventory inventory, String analyzer, Step step, Look look) {
    try {
      AnalyzerReport report = sweep(inventory, analyzer, look);
      step.fact("analyzer", analyzer)
          .fact("identified", report.identifications().size())
          .fact("problem_count", report.problems().size());
      if (report.isOk()) {
        step.succeeded();
      } else {
        Problem first = report.problems().get(0);
        step.failed(first.code(), first.message());
      }
      return report;
    } catch (RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  private static AnalyzerReport sweep(Inventory inventory, String analyzer, Look look) {
    List<Identification> identifications = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (ScannedJar jar : inventory.jars()) {
      try {
        for (Coordinates coordinates : look.at(jar)) {
          identifications.add(new Identification(jar, coordinates));
        }
      } catch (IOException e) {
        problems.add(
            new Problem(
                jar.location(),
                ErrorCode.CORRUPT_JAR.name(),
                jar.location() + " cannot be opened: " + e.getMessage()));
      }
    }
    return new AnalyzerReport(analyzer, identifications, problems);
  }
}
