package io.scanmetrics.agent.meters;

import io.scanmetrics.assemble.ScanListener;
import java.util.List;
import java.util.function.Consumer;

/** Lets several hear what one is told; what one of them throws the others do not notice. */
public final class ScanListeners extends RelayedListener {
  private final List<ScanListener> listeners;

  private ScanListeners(List<ScanListener> listeners) {
    this.listeners = listeners;
  }

  /** All of these as one. */
  public static ScanListener of(List<ScanListener> listeners) {
    return listeners.size() == 1 ? listeners.get(0) : new ScanListeners(List.copyOf(listeners));
  }

  @Override
  void tell(Consumer<ScanListener> event) {
    for (ScanListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        // Whatever it is, it is the listener's; the scan and the other listeners go on.
      }
    }
  }
}
