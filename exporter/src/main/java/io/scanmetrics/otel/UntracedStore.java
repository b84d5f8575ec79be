package io.scanmetrics.otel;

import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStore;
import io.scanmetrics.store.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Before a store that uses a library that others trace; see {@link Untraced}. */
final class UntracedStore implements ScanStore {
  private final ScanStore store;

  UntracedStore(ScanStore store) {
    this.store = store;
  }

  @Override
  public List<SetAside> write(List<Scan> scans) throws StoreException, InterruptedException {
    Writing writing = new Writing(store, scans);
    Untraced.run(writing);
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
    private List<SetAside> setAside = List.of();
    private @Nullable StoreException failure;
    private @Nullable InterruptedException interruption;

    Writing(ScanStore store, List<Scan> scans) {
      this.store = store;
      this.scans = scans;
    }

    @Override
    public void run() {
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
