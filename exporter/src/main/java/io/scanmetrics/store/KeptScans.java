package io.scanmetrics.store;

import io.scanmetrics.assemble.Replay;
import io.scanmetrics.journal.Kept;
import io.scanmetrics.journal.Spool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The scans that wait on disk alone, read back a few at a time. What cannot be read is set aside.
 * For one thread.
 */
final class KeptScans {
  /** Of files; the scans that are made of them take a few times as much. */
  private static final long MOST_BYTES = 8 << 20;

  private final Spool spool;
  private final BiConsumer<String, String> setAside;

  /**
   * @param setAside hears of each scan that cannot be read: its file's name, and why
   */
  KeptScans(Spool spool, BiConsumer<String, String> setAside) {
    this.spool = spool;
    this.setAside = setAside;
  }

  /** Empty if none waits, or if what waited was of no use. */
  List<Delivery> read(int most) {
    List<Delivery> scans = new ArrayList<>();
    for (Kept kept : spool.readBack(most, MOST_BYTES)) {
      Replay replay = Replay.of(kept);
      if (replay.scan() != null) {
        scans.add(new Delivery(replay.scan(), kept.mark()));
      } else if (replay.fault() != null) {
        spool.setAside(kept.mark(), Replay.lastLine(replay.fault()));
        setAside.accept(kept.mark().name(), replay.fault());
      } else {
        spool.settle(kept.mark());
      }
    }
    return scans;
  }
}
