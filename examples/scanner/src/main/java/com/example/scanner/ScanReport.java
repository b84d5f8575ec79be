package com.example.scanner;

import com.example.scanner.analyze.Finding;
import com.example.scanner.model.ScanException;
import com.example.scanner.reachability.Verdict;
import com.example.scanner.vex.VexDecision;
import java.io.PrintWriter;
import java.util.List;

/** Tells people what came out. Two runs over the same artifacts differ in the scan ids only. */
final class ScanReport {
  private final PrintWriter out;
  private int scanned;
  private int failed;

  ScanReport(PrintWriter out) {
    this.out = out;
  }

  void finished(ScanResult result) {
    scanned++;
    long affected = result.decisions().stream().filter(VexDecision::isAffected).count();
    out.printf(
        "%s: %s%s, %s, %s, %d affected%n",
        result.artifact().name(),
        result.artifact().type(),
        result.replay() ? " (replay)" : "",
        count(result.counts().packages(), "package"),
        count(result.counts().findings(), "finding"),
        affected);
    result.decisions().forEach(this::print);
    result.warnings().forEach(warning -> out.printf("  warning: %s%n", warning));
    out.printf(
        "  %s as scan %s%n",
        result.signed() ? "signed and published" : "published unsigned", result.id());
  }

  void failed(String artifact, ScanException error) {
    failed(artifact, error.code(), String.valueOf(error.getMessage()));
  }

  void failed(String artifact, String code, String message) {
    scanned++;
    failed++;
    out.printf("%s: failed: %s: %s%n", artifact, code, message);
  }

  /** The last line; returns whether everything went well. */
  boolean close() {
    out.printf("%s, %d failed%n", count(scanned, "scan"), failed);
    out.flush();
    return failed == 0;
  }

  private void print(VexDecision decision) {
    Verdict verdict = decision.verdict();
    Finding finding = verdict.finding();
    out.printf(
        "  %-19s %-8s %-14s %s%s%n",
        decision.status(),
        finding.advisory().severity(),
        finding.advisory().name(),
        finding.component().coordinates().purl(),
        finding.fixedVersion() == null ? "" : ", fixed in " + finding.fixedVersion());
    List<String> path = verdict.path();
    if (!path.isEmpty()) {
      out.printf(
          "    %s reaches %s in %s%n",
          path.get(0), path.get(path.size() - 1), count(path.size() - 1, "call"));
    } else if (decision.justification() != null) {
      out.printf("    %s%n", decision.justification());
    }
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
