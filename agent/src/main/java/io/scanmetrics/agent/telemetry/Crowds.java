package io.scanmetrics.agent.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * The crowds that one thread adds to: phases that take turns each have one. Used by its own thread
 * only.
 */
final class Crowds {
  private static final int MOST = 8;

  /** The last one to be begun is the last. */
  private final List<Crowd> crowds = new ArrayList<>(1);

  /** An execution joins those that are like it; false if there are none that have room. */
  boolean join(OpenPhase phase) {
    for (int i = crowds.size() - 1; i >= 0; i--) {
      Crowd crowd = crowds.get(i);
      if (crowd.isLike(phase)) {
        if (crowd.add(phase)) {
          return true;
        }
        crowds.remove(i);
      }
    }
    return false;
  }

  /** Others may join that one from now on. */
  void add(Crowd crowd) {
    if (crowds.size() == MOST) {
      crowds.remove(0);
    }
    crowds.add(crowd);
  }
}
