package io.scanmetrics.agent.hosted;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.scanmetrics.agent.telemetry.CarriedContext;
import io.scanmetrics.agent.telemetry.Execution;
import io.scanmetrics.agent.telemetry.OpenPhase;
import org.jspecify.annotations.Nullable;

/**
 * The context of the host, which it carries from thread to thread with the work: scans and phases
 * travel in it. While a call lasts that is one of them, its span is the current one, so that what
 * the host traces in it, such as statements and requests, is part of it.
 */
final class HostContext implements CarriedContext {
  private static final ContextKey<Execution> EXECUTION = ContextKey.named("scan-metrics-execution");

  @Override
  public @Nullable Execution current() {
    return Context.current().get(EXECUTION);
  }

  /** The end of the call closes the scope. */
  @Override
  @SuppressWarnings("MustBeClosedChecker")
  public @Nullable Runnable enter(Execution execution) {
    Context within = HostSpans.within(execution);
    if (within == null) {
      return null;
    }
    Scope scope = within.makeCurrent();
    return scope::close;
  }

  /** The context of what is part of an execution, which is part of something itself. */
  static Context of(Execution execution, Span span, Context around) {
    return around.with(span).with(EXECUTION, execution);
  }

  /**
   * What a phase that begins on this thread is part of: the span that the thread is in the middle
   * of, if that leads to the phase's scan. A span that is not recorded leads nowhere.
   */
  static Context around(OpenPhase phase) {
    OpenPhase enclosing = phase.enclosing();
    Context own = HostSpans.within(enclosing == null ? phase.scan() : enclosing);
    Context current = Context.current();
    return own == null || leadsTo(own, current, phase) ? current : own;
  }

  private static boolean leadsTo(Context own, Context current, OpenPhase phase) {
    Execution carried = current.get(EXECUTION);
    return carried != null
        && carried.scan() == phase.scan()
        && Span.fromContext(current).isRecording()
        && traceOf(current).equals(traceOf(own));
  }

  private static String traceOf(Context context) {
    return Span.fromContext(context).getSpanContext().getTraceId();
  }
}
