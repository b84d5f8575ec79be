package io.scanmetrics.agent.rules;

import io.scanmetrics.PhaseName;
import java.util.ArrayList;
import java.util.List;

/** Says which phase was meant by a name that is nearly its; loaded only for other names. */
final class PhaseWording {
  private PhaseWording() {}

  static void notice(String phase, Source source, List<Fault> notices) {
    List<String> known = new ArrayList<>();
    for (PhaseName name : PhaseName.values()) {
      known.add(name.text());
    }
    String nearest = RuleWording.near(phase, known.toArray(new String[0]));
    if (nearest != null && !nearest.equals(phase)) {
      notices.add(
          new Fault(
              source.file(),
              source.line(),
              source.column(),
              "the phase '" + phase + "' is stored as 'other'",
              "did you mean '" + nearest + "'?"));
    }
  }
}
