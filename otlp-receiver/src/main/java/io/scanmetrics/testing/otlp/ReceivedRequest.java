package io.scanmetrics.testing.otlp;

import java.util.Map;

/**
 * One export as it arrived.
 *
 * @param message the name of its protobuf message: {@code ExportTraceServiceRequest}
 * @param headers by their names in lower case
 */
public record ReceivedRequest(Protocol protocol, String message, Map<String, String> headers) {
  /** How it was compressed, {@code identity} if it was not. */
  public String encoding() {
    return headers.getOrDefault(
        protocol == Protocol.GRPC ? "grpc-encoding" : "content-encoding", "identity");
  }
}
