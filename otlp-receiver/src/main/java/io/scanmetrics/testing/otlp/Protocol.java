package io.scanmetrics.testing.otlp;

/** How OTLP travels. */
public enum Protocol {
  GRPC("grpc"),
  HTTP("http/protobuf");

  private final String option;

  Protocol(String option) {
    this.option = option;
  }

  /** As {@code OTEL_EXPORTER_OTLP_PROTOCOL} has it. */
  @Override
  public String toString() {
    return option;
  }
}
