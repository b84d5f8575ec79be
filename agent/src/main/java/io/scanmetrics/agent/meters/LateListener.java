package io.scanmetrics.agent.meters;

import io.scanmetrics.assemble.RelayedListener;
import io.scanmetrics.assemble.ScanListener;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps what it hears until somebody listens: meters take a while to start in a cold JVM. */
public final class LateListener extends RelayedListener {
  private static final int MOST_KEPT = 10_000;

  /** Guarded by this; the first to be heard first. */
  private final Queue<Consumer<ScanListener>> kept = new ArrayDeque<>();

  private volatile @Nullable ScanListener listener;

  /**
   * Tells all that was heard so far, and from now on everything at once.
   *
   * @param known never fails
   */
  public synchronized void tellFrom(ScanListener known) {
    for (Consumer<ScanListener> event = kept.poll(); event != null; event = kept.poll()) {
      event.accept(known);
    }
    listener = known;
  }

  @Override
  protected void tell(Consumer<ScanListener> event) {
    ScanListener known = listener;
    if (known != null) {
      event.accept(known);
    } else {
      keep(event);
    }
  }

  private synchronized void keep(Consumer<ScanListener> event) {
    ScanListener known = listener;
    if (known != null) {
      event.accept(known);
    } else if (kept.size() < MOST_KEPT) {
      kept.add(event);
    }
  }
}
