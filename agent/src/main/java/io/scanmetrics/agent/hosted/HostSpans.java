package io.scanmetrics.agent.hosted;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import io.scanmetrics.agent.spans.SpanContent;
import io.scanmetrics.agent.telemetry.Execution;
import io.scanmetrics.agent.telemetry.OpenPhase;
import io.scanmetrics.agent.telemetry.OpenScan;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Starts and ends the spans of scans and phases with the SDK of the host. Any thread. */
final class HostSpans {
  private final Host host;
  private volatile @Nullable SpanContent content;

  /**
   * A span that has been started.
   *
   * @param within the context of what is part of it
   * @param around what a scan itself is part of; {@code null} for a phase, which keeps nothing of
   *     what it ran inside
   */
  private record Made(Span span, Context within, @Nullable Context around) {}

  /**
   * @param host is asked with the first span
   */
  HostSpans(Host host) {
    this.host = host;
  }

  /** Starts a scan's span as part of something. */
  void began(OpenScan scan, Context around) {
    SpanBuilder builder = content().of(scan).setParent(around);
    Made outer = scan.outer() == null ? null : made(scan.outer());
    if (outer != null) {
      builder.addLink(outer.span.getSpanContext());
    }
    Span span = builder.startSpan();
    scan.note(new Made(span, HostContext.of(scan, span, around), around));
  }

  /** Starts the span of an execution of a phase as part of something. */
  void began(OpenPhase phase, Context around) {
    Span span = content().of(phase).setParent(around).startSpan();
    phase.note(new Made(span, HostContext.of(phase, span, around), null));
  }

  /** The context of what is part of an execution; {@code null} if it has no span yet. */
  static @Nullable Context within(Execution execution) {
    Made made = made(execution);
    return made == null ? null : made.within;
  }

  /** What a scan is part of; the root context if it has no span yet. */
  static Context around(OpenScan scan) {
    Made made = made(scan);
    return made == null || made.around == null ? Context.root() : made.around;
  }

  /** What has come to light of a scan since its span was started. */
  void learned(OpenScan scan) {
    Made made = made(scan);
    if (made != null) {
      SpanContent.learned(made.span, scan);
    }
  }

  /** Ends a scan's span. */
  void ended(OpenScan scan) {
    Made made = made(scan);
    if (made != null) {
      SpanContent.end(made.span, scan);
    }
  }

  /** Ends the span of an execution of a phase, which is made now if its scan had none before. */
  void ended(OpenPhase phase) {
    SpanContent.end(started(phase).span, phase);
  }

  /** Ends the span of a scan that has no end, because the JVM ends first. */
  void cutOff(OpenScan scan) {
    Made made = made(scan);
    if (made != null) {
      SpanContent.cutOff(made.span, scan);
    }
  }

  private static @Nullable Made made(Execution execution) {
    return (Made) execution.note();
  }

  private Made started(OpenPhase phase) {
    Made known = made(phase);
    if (known == null) {
      began(phase, parentOf(phase));
      known = Objects.requireNonNull(made(phase));
    }
    return known;
  }

  private Context parentOf(OpenPhase phase) {
    OpenPhase enclosing = phase.enclosing();
    return enclosing == null
        ? Objects.requireNonNull(within(phase.scan()))
        : started(enclosing).within;
  }

  private SpanContent content() {
    SpanContent known = content;
    if (known == null) {
      known = new SpanContent(host.openTelemetry());
      content = known;
    }
    return known;
  }
}
