package io.scanmetrics.testing.otlp;

import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes spans and meters by OTLP until it is closed: over gRPC at one port of the loopback
 * interface, as protobuf over HTTP at another. What has come can be asked for by any thread at any
 * time, in the order in which it came.
 */
public final class OtlpReceiver implements AutoCloseable {
  private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
  private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
  private final List<ReceivedMeter> meters = new CopyOnWriteArrayList<>();
  private final Optional<OwnCertificate> certificate;
  private final GrpcPort grpc;
  private final HttpPort http;

  private OtlpReceiver(Optional<OwnCertificate> certificate) throws IOException {
    this.certificate = certificate;
    this.grpc = GrpcPort.open(certificate, this::take);
    this.http = HttpPort.open(certificate, this::take);
  }

  /** Without TLS. */
  public static OtlpReceiver start() throws IOException {
    return new OtlpReceiver(Optional.empty());
  }

  /** With TLS alone, and a certificate that nobody trusts who is not given it. */
  public static OtlpReceiver startWithTls() throws IOException {
    return new OtlpReceiver(Optional.of(OwnCertificate.get()));
  }

  /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}, with that protocol. */
  public String endpoint(Protocol protocol) {
    int port = protocol == Protocol.GRPC ? grpc.port() : http.port();
    return (certificate.isPresent() ? "https" : "http") + "://127.0.0.1:" + port;
  }

  /** For {@code OTEL_EXPORTER_OTLP_CERTIFICATE}: a file as long as this JVM runs. */
  public Path certificate() {
    return certificate.orElseThrow(() -> new IllegalStateException("without TLS")).pem();
  }

  /** Every request that could be read. */
  public List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  /** Every span. */
  public List<ReceivedSpan> spans() {
    return List.copyOf(spans);
  }

  /** The meters of every export, so each as often as it was exported. */
  public List<ReceivedMeter> meters() {
    return List.copyOf(meters);
  }

  private void take(Protocol protocol, Map<String, String> headers, Message message) {
    if (message instanceof ExportTraceServiceRequest traces) {
      spans.addAll(ReceivedSpan.all(traces));
    } else if (message instanceof ExportMetricsServiceRequest metrics) {
      meters.addAll(ReceivedMeter.all(metrics));
    }
    requests.add(new ReceivedRequest(protocol, message.getDescriptorForType().getName(), headers));
  }

  @Override
  public void close() {
    grpc.close();
    http.close();
  }

  /** Where the ports put what they have read; called by any of their threads. */
  interface Sink {
    /** Keeps one message; headers are by their names in lower case. */
    void take(Protocol protocol, Map<String, String> headers, Message message);
  }
}
