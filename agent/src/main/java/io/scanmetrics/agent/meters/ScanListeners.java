package io.scanmetrics.agent.meters;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.assemble.PhaseExecution;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.assemble.ScanListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Lets several hear what one is told; what one of them throws the others do not notice. */
public final class ScanListeners implements ScanListener {
  private final List<ScanListener> listeners;

  private ScanListeners(List<ScanListener> listeners) {
    this.listeners = listeners;
  }

  /** All of these as one. */
  public static ScanListener of(List<ScanListener> listeners) {
    return listeners.size() == 1 ? listeners.get(0) : new ScanListeners(List.copyOf(listeners));
  }

  @Override
  public void scanStarted() {
    tell(ScanListener::scanStarted);
  }

  @Override
  public void phaseFinished(PhaseExecution phase) {
    tell(listener -> listener.phaseFinished(phase));
  }

  @Override
  public void scanFinished(Scan scan) {
    tell(listener -> listener.scanFinished(scan));
  }

  @Override
  public void phaseOrphaned(String phaseName) {
    tell(listener -> listener.phaseOrphaned(phaseName));
  }

  @Override
  public void valueUnfit(ScanAttribute attribute) {
    tell(listener -> listener.valueUnfit(attribute));
  }

  @Override
  public void written(int scans, Duration took) {
    tell(listener -> listener.written(scans, took));
  }

  @Override
  public void waiting(int scans, String reason) {
    tell(listener -> listener.waiting(scans, reason));
  }

  @Override
  public void setAside(Scan scan, String reason) {
    tell(listener -> listener.setAside(scan, reason));
  }

  @Override
  public void refused(Scan scan) {
    tell(listener -> listener.refused(scan));
  }

  private void tell(Consumer<ScanListener> event) {
    for (ScanListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        // Whatever it is, it is the listener's; the scan and the other listeners go on.
      }
    }
  }
}
