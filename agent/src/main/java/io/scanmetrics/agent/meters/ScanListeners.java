package io.scanmetrics.agent.meters;

import io.scanmetrics.ExporterLog;
import io.scanmetrics.assemble.RelayedListener;
import io.scanmetrics.assemble.ScanListener;
import io.scanmetrics.assemble.UnfailingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lets several hear what one is told; what one of them throws the others do not notice. */
public final class ScanListeners extends RelayedListener {
  private final List<ScanListener> listeners;

  private ScanListeners(List<ScanListener> listeners) {
    this.listeners = listeners;
  }

  /**
   * All of these as one.
   *
   * @param log is told of the first fault of each
   */
  public static ScanListener of(List<ScanListener> listeners, ExporterLog log) {
    List<ScanListener> unfailing = new ArrayList<>();
    listeners.forEach(listener -> unfailing.add(new UnfailingListener(listener, log)));
    return new ScanListeners(unfailing);
  }

  @Override
  protected void tell(Consumer<ScanListener> event) {
    listeners.forEach(event);
  }
}
