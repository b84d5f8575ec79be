package io.scanmetrics.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.scanmetrics.ExporterLog;
import io.scanmetrics.assemble.BackgroundAssembler;
import io.scanmetrics.assemble.ScanAssembler;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.assemble.ScanSink;
import io.scanmetrics.assemble.UnfailingListener;
import io.scanmetrics.journal.Spool;
import io.scanmetrics.log.UnfailingLog;
import io.scanmetrics.store.ScanStore;
import io.scanmetrics.store.ScanWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Turns the spans of scans and phases into rows: owns all that lies between an OpenTelemetry SDK
 * and PostgreSQL, and gives out what plugs into the SDK.
 *
 * <pre>{@code
 * ScanMetricsExporter scanMetrics =
 *     ScanMetricsExporter.builder().jdbcUrl("jdbc:postgresql://db/metrics").build();
 * SdkTracerProvider.builder()
 *     .addSpanProcessor(scanMetrics.spanProcessor())
 *     .setSampler(scanMetrics.sampler(Sampler.parentBased(Sampler.alwaysOn())))
 *     .build();
 * }</pre>
 *
 * <p>Plug in the processor, or, where that cannot be, the exporter; both at once do no harm. An SDK
 * that shuts down its processors and exporters closes this as well; who has no such SDK calls
 * {@link #close}. For any thread.
 */
public final class ScanMetricsExporter implements AutoCloseable {
  private final ScanAssembler assembler;
  private final Spool spool;
  private final @Nullable ScanWriter writer;
  private final ScanListener listener;
  private final Duration shutdownTimeout;
  private final String description;
  private final ExporterLog log;
  private @Nullable Plugs plugs;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean closedWhole;

  /** What plugs into an SDK: apart, because it needs classes of the SDK. */
  private static final class Plugs {
    final BackgroundAssembler assembler;
    final SpanProcessor processor;
    final SpanExporter exporter;

    Plugs(ScanMetricsExporter owner) {
      this.assembler = new BackgroundAssembler(owner.assembler, owner.log);
      SpanIntake intake = new SpanIntake(assembler);
      this.processor = new ScanSpanProcessor(owner, intake, owner.log);
      this.exporter = new ScanSpanExporter(owner, intake, owner.log);
    }
  }

  /**
   * @param store where scans go, owned from here on; {@code null} if only the listener wants them
   * @param spool where scans wait for the store, owned from here on
   * @param description for people, without any password
   */
  ScanMetricsExporter(
      @Nullable ScanStore store,
      Spool spool,
      String tenant,
      int rowsPerPhase,
      ScanListener listener,
      ExporterLog log,
      Duration shutdownTimeout,
      String description) {
    this.spool = spool;
    this.log = new UnfailingLog(log);
    this.listener = new UnfailingListener(listener, this.log);
    this.writer =
        store == null ? null : new ScanWriter(new UntracedStore(store), spool, this.listener, log);
    ScanSink scans = writer == null ? (scan, mark) -> {} : writer::offer;
    this.assembler = new ScanAssembler(tenant, scans, spool, rowsPerPhase, this.listener, log);
    this.shutdownTimeout = shutdownTimeout;
    this.description = description;
    if (writer != null && spool.epoch() != Spool.OFF) {
      writer.start();
    }
  }

  /** Makes one. */
  public static ScanMetricsExporterBuilder builder() {
    return new ScanMetricsExporterBuilder();
  }

  /** For an SDK of the application's own: sees every span of a scan, sampled or not. */
  public SpanProcessor spanProcessor() {
    return plugs().processor;
  }

  /** For hosts that can only plug in an exporter: sees the spans that they export. */
  public SpanExporter spanExporter() {
    return plugs().exporter;
  }

  /**
   * For who knows of scans and phases without any SDK, and has a thread that may wait for the disk:
   * is told of them as they happen, and gives them out when it is called.
   */
  public ScanAssembler scans() {
    return assembler;
  }

  /**
   * The same sampler, but that the spans of scans and phases that it would drop are recorded for
   * {@link #spanProcessor}, without being sampled: so every scan reaches its row at any sampling,
   * if it has {@code scan.id} or {@code scan.phase.name} when it is started.
   */
  public Sampler sampler(Sampler sampler) {
    return ScanSampler.around(sampler);
  }

  /**
   * Writes every scan that is open now as aborted, because the JVM is about to end; that its span
   * may still be ended is no end of the scan.
   */
  public void abortOpenScans() {
    Plugs plugged = plugged();
    if (plugged == null) {
      assembler.abortOpenScans();
    } else {
      plugged.assembler.abortOpenScans();
    }
  }

  /** How many scans are assembled and not yet stored. */
  public int waiting() {
    return writer == null ? 0 : writer.waiting();
  }

  /** How many bytes of disk scans take that are not yet stored. */
  public long spoolBytes() {
    return spool.bytes();
  }

  /**
   * Waits until everything that ended before is stored or set aside.
   *
   * @return false if the time was over before, or the calling thread was interrupted
   */
  public boolean flush(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    return keep(timeout) && (writer == null || writer.flush(until(deadline)));
  }

  /**
   * Waits until everything that ended before is on disk, if there is a spool, stored or not.
   *
   * @return false if the time was over before, the calling thread was interrupted, or there was a
   *     fault
   */
  public boolean keep(Duration timeout) {
    Plugs plugged = plugged();
    return plugged == null ? assembler.giveOut() : plugged.assembler.flush(timeout);
  }

  /**
   * Writes what there is, scans that are still open as aborted, and gives back all threads and
   * connections. Does so once; whoever calls it again waits for the same.
   *
   * @return false if the time was over before everything was stored or set aside
   */
  public boolean close(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    if (closing.compareAndSet(false, true)) {
      try {
        boolean assembled = closeAssembler(timeout);
        listener.closing();
        boolean written = writer == null || writer.close(until(deadline));
        closedWhole = assembled && written;
      } finally {
        closed.countDown();
      }
      return closedWhole;
    }
    try {
      return closed.await(timeout.toNanos(), TimeUnit.NANOSECONDS) && closedWhole;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean closeAssembler(Duration timeout) {
    Plugs plugged = plugged();
    return plugged == null ? assembler.close(timeout) : plugged.assembler.close(timeout);
  }

  /** As {@link #close(Duration)} with the shutdown timeout that was set. */
  @Override
  public void close() {
    close(shutdownTimeout);
  }

  private synchronized Plugs plugs() {
    if (plugs == null) {
      plugs = new Plugs(this);
    }
    return plugs;
  }

  private synchronized @Nullable Plugs plugged() {
    return plugs;
  }

  CompletableResultCode flushInBackground() {
    return Background.run("scan-metrics-flush", () -> flush(shutdownTimeout));
  }

  CompletableResultCode closeInBackground() {
    return Background.run("scan-metrics-close", () -> close(shutdownTimeout));
  }

  @Override
  public String toString() {
    return description;
  }

  private static Duration until(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }
}
