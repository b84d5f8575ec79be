package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.assemble.Scan;
import io.scanmetrics.store.ScanStoreContract.Kept;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

class ArrivalsIT {
  private static final StoreDatabase DATABASE = StoreDatabase.create();
  private static final PostgresScanStore STORE = DATABASE.store();

  @AfterContainer
  static void close() {
    STORE.close();
  }

  @Property(tries = 100)
  void theSameScansGiveTheSameRowsInWhateverOrderTheyArrive(@ForAll("arrivals") Arrivals arrivals)
      throws Exception {
    DATABASE.clear();
    for (List<Scan> batch : arrivals.batches()) {
      assertThat(STORE.write(batch)).isEmpty();
    }

    Map<UUID, Arrivals.Expected> kept = new HashMap<>();
    for (Kept row : DATABASE.kept()) {
      assertThat(row.attempt()).isEqualTo(1 + row.earlierAttempts().size());
      kept.put(row.scan().scanId(), new Arrivals.Expected(row.scan(), row.earlierAttempts()));
    }
    assertThat(kept).isEqualTo(arrivals.expected());
  }

  @Provide
  Arbitrary<Arrivals> arrivals() {
    return Arrivals.arbitrary(0xb);
  }
}
