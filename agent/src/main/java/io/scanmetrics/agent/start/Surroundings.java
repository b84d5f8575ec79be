package io.scanmetrics.agent.start;

import io.scanmetrics.agent.telemetry.CarriedContext;
import io.scanmetrics.agent.telemetry.Recorder;

/** What is measured in: a JVM in which the agent is alone, or another agent that hosts it. */
public interface Surroundings {
  /**
   * Called once, when measuring begins, on the thread that loads the first class that a rule may
   * mean: starts nothing that takes long.
   *
   * @param trouble hears what goes wrong
   */
  Recorder recorder(TroubleLog trouble);

  /** Who carries scans from thread to thread; {@link CarriedContext#NONE} if the agent has to. */
  CarriedContext carried();
}
