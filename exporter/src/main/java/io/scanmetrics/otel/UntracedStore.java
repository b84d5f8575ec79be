package io.scanmetrics.otel;

import io.opentelemetry.api.impl.InstrumentationUtil;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStore;
import io.scanmetrics.store.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Before a store that uses an instrumented library, JDBC above all: keeps an OpenTelemetry agent
 * from making spans of what the exporter itself does. Has no effect where the application's
 * OpenTelemetry is older than 1.63, which has no such switch.
 */
final class UntracedStore implements ScanStore {
  private final ScanStore store;

  UntracedStore(ScanStore store) {
    this.store = store;
  }

  @Override
  public List<SetAside> write(List<Scan> scans) throws StoreException, InterruptedException {
    Writing writing = new Writing(store, scans);
    try {
      InstrumentationUtil.suppressInstrumentation(writing);
    } catch (NoClassDefFoundError tooOld) {
      if (!writing.begun) {
        return store.write(scans);
      }
      throw tooOld;
    }
    return writing.result();
  }

  @Override
  public void close() {
    store.close();
  }

  /** Carries the checked exceptions past the Runnable. */
  private static final class Writing implements Runnable {
    private final ScanStore store;
    private final List<Scan> scans;
    private boolean begun;
    private List<SetAside> setAside = List.of();
    private @Nullable StoreException failure;
    private @Nullable InterruptedException interruption;

    Writing(ScanStore store, List<Scan> scans) {
      this.store = store;
      this.scans = scans;
    }

    @Override
    public void run() {
      begun = true;
      try {
        setAside = store.write(scans);
      } catch (StoreException e) {
        failure = e;
      } catch (InterruptedException e) {
        interruption = e;
      }
    }

    List<SetAside> result() throws StoreException, InterruptedException {
      if (failure != null) {
        throw failure;
      }
      if (interruption != null) {
        throw interruption;
      }
      return setAside;
    }
  }
}
