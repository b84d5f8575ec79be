package io.scanmetrics.agent.hosted;

import io.scanmetrics.agent.start.Surroundings;
import io.scanmetrics.agent.start.TroubleLog;
import io.scanmetrics.agent.telemetry.CarriedContext;
import io.scanmetrics.agent.telemetry.Recorder;
import io.scanmetrics.otel.OnDemandExporter;

/** Where there is a host, its SDK and its context are used. */
final class Hosted implements Surroundings {
  private final OnDemandExporter exporter;
  private final HostedExporter maker;

  Hosted(OnDemandExporter exporter, HostedExporter maker) {
    this.exporter = exporter;
    this.maker = maker;
  }

  @Override
  public Recorder recorder(TroubleLog trouble) {
    maker.tellOfMeters(trouble);
    return new HostRecorder(new HostSdk(exporter), trouble);
  }

  @Override
  public CarriedContext carried() {
    return new HostContext();
  }
}
