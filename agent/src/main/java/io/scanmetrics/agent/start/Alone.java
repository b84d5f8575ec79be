package io.scanmetrics.agent.start;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.recording.PrivateRecorder;
import io.scanmetrics.agent.telemetry.CarriedContext;
import io.scanmetrics.agent.telemetry.Recorder;

/** The agent by itself, in a JVM in which it depends on nobody. */
final class Alone implements Surroundings {
  private final Options options;
  private final AgentLog log;

  Alone(Options options, AgentLog log) {
    this.options = options;
    this.log = log;
  }

  @Override
  public Recorder recorder(TroubleLog trouble) {
    return Maker.recorder(options, log, trouble);
  }

  @Override
  public CarriedContext carried() {
    return CarriedContext.NONE;
  }

  /** Apart, because a JVM in which nothing is measured would load what is made to verify it. */
  private static final class Maker {
    private Maker() {}

    static Recorder recorder(Options options, AgentLog log, TroubleLog trouble) {
      OpenTelemetryAgent.sayIfAttached(log);
      return new PrivateRecorder(options, log, trouble, trouble);
    }
  }
}
