package io.scanmetrics.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opentelemetry.api.impl.InstrumentationUtil;
import io.opentelemetry.context.Context;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStore;
import io.scanmetrics.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UntracedStoreTest {
  @Test
  void whatTheStoreDoesIsNotForTracing() throws Exception {
    List<Boolean> suppressed = new ArrayList<>();
    ScanStore store =
        new UntracedStore(
            new Store() {
              @Override
              public List<SetAside> write(List<Scan> scans) {
                suppressed.add(
                    InstrumentationUtil.shouldSuppressInstrumentation(Context.current()));
                return List.of();
              }
            });

    assertThat(store.write(List.of())).isEmpty();
    assertThat(suppressed).containsExactly(true);
    assertThat(InstrumentationUtil.shouldSuppressInstrumentation(Context.current())).isFalse();
  }

  @Test
  void itsFailuresPassThrough() {
    ScanStore away =
        new UntracedStore(
            new Store() {
              @Override
              public List<SetAside> write(List<Scan> scans) throws StoreException {
                throw new StoreException("away", null);
              }
            });
    ScanStore interrupted =
        new UntracedStore(
            new Store() {
              @Override
              public List<SetAside> write(List<Scan> scans) throws InterruptedException {
                throw new InterruptedException();
              }
            });

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> away.write(List.of()))
        .withMessage("away");
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> interrupted.write(List.of()));
  }

  private abstract static class Store implements ScanStore {
    @Override
    public void close() {}
  }
}
