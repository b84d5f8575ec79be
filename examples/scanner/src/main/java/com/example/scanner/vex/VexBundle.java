package com.example.scanner.vex;

import com.example.scanner.model.Document;
import java.util.List;

/**
 * All decisions of one scan.
 *
 * @param decisions in the order of the findings
 * @param document the same as OpenVEX
 */
public record VexBundle(List<VexDecision> decisions, Document document) {

  public VexBundle {
    decisions = List.copyOf(decisions);
  }

  /** How many findings the artifact is affected by. */
  public int getAffectedCount() {
    return (int) decisions.stream().filter(VexDecision::isAffected).count();
  }
}
