package io.scanmetrics.agent.doctor;

import io.scanmetrics.agent.options.Options;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The collector that spans and meters are sent to: that it is there, and takes them. */
final class OtlpExam {
  private static final String SUBJECT = "otlp";
  private static final int MILLIS_TO_CONNECT = 5_000;

  private OtlpExam() {}

  static List<Finding> of(Options options, Surroundings surroundings) {
    Map<String, String> ours = options.otel(surroundings::otel);
    List<Finding> findings = new ArrayList<>();
    for (String name : List.of("traces", "metrics")) {
      OtlpSignal signal = new OtlpSignal(name, surroundings, ours);
      if (signal.isSent()) {
        findings.add(of(signal));
      }
    }
    return findings.isEmpty()
        ? List.of(Finding.note(SUBJECT, "no endpoint is set, so neither spans nor meters are sent"))
        : findings;
  }

  private static Finding of(OtlpSignal signal) {
    URI address;
    try {
      address = signal.address();
    } catch (IllegalArgumentException e) {
      return Finding.fault(
          SUBJECT,
          "the endpoint of " + signal.name() + " is no URL",
          "it must look like http://collector:4318");
    }
    String place = place(address);
    try {
      if (signal.isGrpc() || signal.hasClientKey()) {
        return connected(signal, address, place);
      }
      return answered(signal, place, OtlpRequest.send(address, signal));
    } catch (UnknownHostException e) {
      return fault(signal, place, "the host is not known here", "correct the endpoint");
    } catch (ConnectException | SocketTimeoutException e) {
      return fault(
          signal,
          place,
          String.valueOf(e.getMessage()),
          "check that it runs and can be reached from here");
    } catch (IOException e) {
      return fault(signal, place, String.valueOf(e.getMessage()), mend(address));
    }
  }

  private static Finding connected(OtlpSignal signal, URI address, String place)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.getHost(), OtlpRequest.port(address)), MILLIS_TO_CONNECT);
    }
    return Finding.ok(
        SUBJECT, signal.name() + " to " + place + ": a connection opens; nothing was sent");
  }

  private static Finding answered(OtlpSignal signal, String place, int status) {
    if (status / 100 == 2 || status == 400) {
      return Finding.ok(SUBJECT, signal.name() + " to " + place + ": it answers");
    }
    String answer = "it answers " + status;
    return switch (status) {
      case 401, 403, 407 ->
          fault(signal, place, answer, "check otel.exporter.otlp.headers, which hold credentials");
      case 404, 405 ->
          fault(
              signal,
              place,
              answer + ", so there is no OTLP there",
              "otel.exporter.otlp.endpoint is the address without /v1/…, that of one signal with it");
      case 429, 502, 503, 504 ->
          fault(signal, place, answer, "it is busy or what is behind it is away; look at its log");
      default -> fault(signal, place, answer, "look at its log");
    };
  }

  /** Somebody answers, but not with HTTP. */
  private static String mend(URI address) {
    return OtlpRequest.port(address) == 4317
        ? "4317 is customary for gRPC: set otel.exporter.otlp.protocol=grpc, or use 4318"
        : "check that it speaks HTTP "
            + (address.getScheme().equals("https")
                ? "over TLS with a certificate that is trusted here"
                : "without TLS");
  }

  private static Finding fault(OtlpSignal signal, String place, String message, String mend) {
    return Finding.fault(SUBJECT, signal.name() + " to " + place + ": " + message, mend);
  }

  /** Without what may be secret. */
  private static String place(URI address) {
    return address.getScheme()
        + "://"
        + address.getHost()
        + ":"
        + OtlpRequest.port(address)
        + (address.getPath() == null ? "" : address.getPath());
  }
}
