package io.scanmetrics.assemble;

import io.scanmetrics.PhaseName;
import io.scanmetrics.ScanAttribute;
import java.time.Duration;
import java.util.function.Consumer;

/** Tells others what it is told; for who stands between them and those who tell. */
public abstract class RelayedListener implements ScanListener {
  /** Passes one event on, to whoever is there to hear it. */
  protected abstract void tell(Consumer<ScanListener> event);

  @Override
  public final void scanStarted() {
    tell(ScanListener::scanStarted);
  }

  @Override
  public final void phaseFinished(PhaseName phase, boolean success, long micros, SpanRef span) {
    tell(listener -> listener.phaseFinished(phase, success, micros, span));
  }

  @Override
  public final void phasesFinished(PhaseBatch phases) {
    tell(listener -> listener.phasesFinished(phases));
  }

  @Override
  public final void scanFinished(Scan scan, SpanRef span) {
    tell(listener -> listener.scanFinished(scan, span));
  }

  @Override
  public final void spoolFull() {
    tell(ScanListener::spoolFull);
  }

  @Override
  public final void phaseOrphaned(String phaseName) {
    tell(listener -> listener.phaseOrphaned(phaseName));
  }

  @Override
  public final void phaseRefused(String phaseName) {
    tell(listener -> listener.phaseRefused(phaseName));
  }

  @Override
  public final void valueUnfit(ScanAttribute attribute) {
    tell(listener -> listener.valueUnfit(attribute));
  }

  @Override
  public final void written(int scans, Duration took) {
    tell(listener -> listener.written(scans, took));
  }

  @Override
  public final void waiting(int scans, String reason) {
    tell(listener -> listener.waiting(scans, reason));
  }

  @Override
  public final void setAside(String scan, String reason) {
    tell(listener -> listener.setAside(scan, reason));
  }

  @Override
  public final void refused(Scan scan) {
    tell(listener -> listener.refused(scan));
  }

  @Override
  public final void closing() {
    tell(ScanListener::closing);
  }
}
