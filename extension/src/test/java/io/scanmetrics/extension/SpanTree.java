package io.scanmetrics.extension;

import io.scanmetrics.testing.otlp.ReceivedSpan;
import java.util.Comparator;
import java.util.List;

/** Spans as they lie in each other. */
record SpanTree(List<ReceivedSpan> spans) {
  /**
   * What lies in nothing else, in the order in which it began: names, each with what is inside it
   * in parentheses.
   */
  List<String> roots() {
    return spans.stream()
        .filter(span -> span.parentSpanId().isEmpty())
        .sorted(Comparator.comparingLong(ReceivedSpan::start))
        .map(this::tree)
        .toList();
  }

  private String tree(ReceivedSpan span) {
    List<String> inside =
        spans.stream()
            .filter(each -> each.parentSpanId().equals(span.spanId()))
            .sorted(Comparator.comparingLong(ReceivedSpan::start))
            .map(this::tree)
            .toList();
    return inside.isEmpty() ? span.name() : span.name() + "(" + String.join(" ", inside) + ")";
  }
}
