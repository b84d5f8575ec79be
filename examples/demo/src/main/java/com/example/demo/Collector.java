package com.example.demo;

import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.Protocol;
import io.scanmetrics.testing.otlp.ReceivedSpan;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Stands in for a collector: takes spans by OTLP over HTTP, and shows them when it ends. */
final class Collector {
  private final OtlpReceiver receiver;
  private final PrintStream out;

  private Collector(OtlpReceiver receiver, PrintStream out) {
    this.receiver = receiver;
    this.out = out;
  }

  /** Starts one, which prints its endpoint at once, and its spans when the JVM is told to end. */
  static void start(PrintStream out) throws IOException {
    OtlpReceiver receiver = OtlpReceiver.start();
    Collector collector = new Collector(receiver, out);
    out.println(receiver.endpoint(Protocol.HTTP));
    Runtime.getRuntime().addShutdownHook(new Thread(collector::show, "show"));
  }

  private void show() {
    receiver.close();
    List<ReceivedSpan> spans =
        receiver.spans().stream().sorted(Comparator.comparingLong(ReceivedSpan::start)).toList();
    for (ReceivedSpan root : spans) {
      if (spans.stream().noneMatch(span -> span.spanId().equals(root.parentSpanId()))) {
        out.println("trace " + root.traceId());
        show(root, spans, "  ");
      }
    }
    out.flush();
  }

  private void show(ReceivedSpan span, List<ReceivedSpan> all, String indent) {
    out.printf(
        Locale.ROOT,
        "%-12s %s %6d ms  %s%n",
        indent + span.name(),
        span.spanId(),
        TimeUnit.NANOSECONDS.toMillis(span.end() - span.start()),
        span.failed()
            ? "failed: " + span.statusMessage()
            : span.attributes().getOrDefault("scan.id", ""));
    all.stream()
        .filter(child -> child.parentSpanId().equals(span.spanId()))
        .forEach(child -> show(child, all, indent + "  "));
  }
}
