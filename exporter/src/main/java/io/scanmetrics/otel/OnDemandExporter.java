package io.scanmetrics.otel;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ScanMetricsExporter} that is made when there is something to export: for an SDK that is
 * configured before the application's {@code main}, in JVMs of which many will never see a scan.
 *
 * <p>What happens to spans of scans and phases until it has been made, on a thread of its own,
 * waits and is told then. For any thread.
 */
public final class OnDemandExporter {
  private final Supplier<ScanMetricsExporter> maker;
  private final Late processor = new Late();

  private @Nullable ScanMetricsExporter exporter;

  /**
   * Makes nothing yet.
   *
   * @param maker is called until it has made one
   */
  public OnDemandExporter(Supplier<ScanMetricsExporter> maker) {
    this.maker = maker;
  }

  /** Plugs into the SDK in place of the exporter's own. */
  public SpanProcessor spanProcessor() {
    return processor;
  }

  /** See {@link ScanMetricsExporter#sampler}. */
  public Sampler sampler(Sampler sampler) {
    return ScanSampler.around(sampler);
  }

  /**
   * The exporter, which is made on the calling thread if nobody has before.
   *
   * @throws RuntimeException if it cannot be made; what waits for it is lost then
   */
  public ScanMetricsExporter get() {
    SpanProcessor next = SpanProcessor.composite();
    try {
      ScanMetricsExporter made = makeOnce();
      next = made.spanProcessor();
      return made;
    } finally {
      processor.goOnWith(next);
    }
  }

  private synchronized ScanMetricsExporter makeOnce() {
    if (exporter == null) {
      exporter = maker.get();
    }
    return exporter;
  }

  /**
   * The exporter, once it is made if that has begun; {@code null} if there was nothing to export so
   * far.
   */
  public synchronized @Nullable ScanMetricsExporter made() {
    return exporter;
  }

  /** Stands in for the exporter's processor until there is one. */
  private final class Late implements SpanProcessor {
    private final Queue<Consumer<SpanProcessor>> waiting = new ArrayDeque<>();
    private volatile @Nullable SpanProcessor processor;
    private boolean making;

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
      SpanProcessor known = processor;
      if (known != null) {
        known.onStart(parentContext, span);
      } else {
        tellLater(SpanRole.of(span), later -> later.onStart(parentContext, span));
      }
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      SpanProcessor known = processor;
      if (known != null) {
        known.onEnd(span);
      } else {
        tellLater(SpanRole.of(span), later -> later.onEnd(span));
      }
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    /** Spans of others matter between those of a scan, and so from the first of these on. */
    private synchronized void tellLater(SpanRole role, Consumer<SpanProcessor> event) {
      SpanProcessor known = processor;
      if (known != null) {
        event.accept(known);
      } else if (role != SpanRole.NONE || !waiting.isEmpty()) {
        waiting.add(event);
        if (!making) {
          making = true;
          Background.run("scan-metrics-start", () -> get() != null);
        }
      }
    }

    synchronized void goOnWith(SpanProcessor made) {
      if (processor == null) {
        waiting.forEach(event -> event.accept(made));
        waiting.clear();
        processor = made;
      }
    }

    @Override
    public CompletableResultCode forceFlush() {
      SpanProcessor known = processor;
      return known == null ? CompletableResultCode.ofSuccess() : known.forceFlush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return isIdle()
          ? CompletableResultCode.ofSuccess()
          : Background.run("scan-metrics-close", this::closeMade);
    }

    private synchronized boolean isIdle() {
      return processor == null && waiting.isEmpty();
    }

    private boolean closeMade() {
      get().close();
      return true;
    }

    @Override
    public String toString() {
      return "OnDemandExporter{" + made() + "}";
    }
  }
}
