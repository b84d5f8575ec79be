package io.scanmetrics.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.assemble.Scan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SettlementPropertyTest {

  @Property
  void theSameScansGiveTheSameRowsInWhateverOrderTheyArrive(@ForAll("arrivals") Arrivals arrivals) {
    Table table = new Table();

    arrivals.batches().forEach(table::write);

    Map<UUID, Arrivals.Expected> kept = new HashMap<>();
    table.rows.forEach(
        row ->
            kept.put(
                row.scan().scanId(), new Arrivals.Expected(row.scan(), row.earlierAttempts())));
    assertThat(kept).isEqualTo(arrivals.expected());
  }

  @Property
  void whatIsThereAlreadyChangesNothing(@ForAll("arrivals") Arrivals arrivals) {
    Table table = new Table();
    arrivals.batches().forEach(table::write);
    List<StoredScan> before = List.copyOf(table.rows);

    arrivals.batches().forEach(table::write);

    assertThat(table.rows).isEqualTo(before);
  }

  @Provide
  Arbitrary<Arrivals> arrivals() {
    return Arrivals.arbitrary(0xa);
  }

  /** The table as far as settling is concerned. */
  private static final class Table {
    final List<StoredScan> rows = new ArrayList<>();

    void write(List<Scan> batch) {
      List<Scan> left = batch;
      while (!left.isEmpty()) {
        Settlement settlement = new Settlement(rows);
        left.forEach(settlement::settle);
        assertThat(settlement.setAside()).isEmpty();
        rows.removeIf(row -> settlement.dissolved().contains(row.metricsId()));
        for (Settlement.Row row : settlement.changed()) {
          rows.set(rows.indexOf(row.before()), row.after());
        }
        left = new ArrayList<>(settlement.newcomers());
        if (!left.isEmpty()) {
          rows.add(StoredScan.arriving(left.remove(0)));
        }
      }
    }
  }
}
