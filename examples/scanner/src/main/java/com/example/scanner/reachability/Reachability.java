package com.example.scanner.reachability;

import com.example.scanner.model.Document;
import java.util.List;

/**
 * The verdicts on all findings of a scan.
 *
 * @param verdicts in the order of the findings
 * @param findings the findings with their verdicts as a JSON document
 * @param classCount classes in the artifact
 * @param methodCount methods reached
 * @param callCount calls followed
 */
public record Reachability(
    List<Verdict> verdicts, Document findings, int classCount, int methodCount, int callCount) {

  public Reachability {
    verdicts = List.copyOf(verdicts);
  }

  /** How many findings are of code that can run. */
  public int getReachableCount() {
    return (int)
        verdicts.stream().filter(verdict -> verdict.status() == Verdict.Status.REACHABLE).count();
  }
}
