package io.scanmetrics.store;

import io.scanmetrics.assemble.Replay;
import io.scanmetrics.assemble.Scan;
import io.scanmetrics.journal.Kept;
import io.scanmetrics.journal.Mark;
import io.scanmetrics.journal.Spool;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What scans have on disk: those that wait there alone are read back, a few at a time, and what the
 * store has had in hand is let go. What cannot be read or stored is set aside. For one thread that
 * reads and one that settles.
 */
final class KeptScans {
  /** Of files; the scans that are made of them take a few times as much. */
  private static final long MOST_BYTES = 8 << 20;

  private final Spool spool;
  private final BiConsumer<String, String> setAside;

  /**
   * @param setAside hears of each scan that is set aside, on the thread that finds out: its id, or
   *     its file's name if it cannot be read, and why
   */
  KeptScans(Spool spool, BiConsumer<String, String> setAside) {
    this.spool = spool;
    this.setAside = setAside;
  }

  /** Empty if none waits, or if what waited was of no use. */
  List<Delivery> read(int most) {
    List<Delivery> scans = new ArrayList<>();
    List<Kept> all = spool.readBack(most, MOST_BYTES);
    try {
      all.forEach(kept -> read(kept, scans));
    } catch (Throwable tooLittleMemory) {
      all.forEach(kept -> spool.release(kept.mark()));
      throw tooLittleMemory;
    }
    return scans;
  }

  private void read(Kept kept, List<Delivery> scans) {
    Replay replay = Replay.of(kept);
    if (replay.scan() != null) {
      scans.add(new Delivery(replay.scan(), kept.mark()));
    } else if (replay.fault() != null) {
      spool.setAside(kept.mark(), Replay.lastLine(replay.fault()));
      setAside.accept(kept.mark().name(), replay.fault());
    } else {
      spool.settle(List.of(kept.mark()));
    }
  }

  /**
   * The store has had these scans in hand. One that it refuses while it runs comes again.
   *
   * @param refused by the store, each with its reason
   * @return how many are stored, those that run left out
   */
  int settle(List<Delivery> batch, List<ScanStore.SetAside> refused) {
    IdentityHashMap<Scan, String> reasons = new IdentityHashMap<>();
    refused.forEach(one -> reasons.put(one.scan(), one.reason()));
    List<Mark> settled = new ArrayList<>();
    int stored = 0;
    for (Delivery one : batch) {
      String reason = reasons.get(one.scan());
      if (reason == null) {
        settled.add(one.mark());
        stored += one.isPassing() ? 0 : 1;
      } else if (!one.isPassing()) {
        spool.setAside(one.mark(), Replay.lastLine(reason));
        setAside.accept(
            one.scan().scanId().toString(),
            one.mark().isOnDisk()
                ? reason
                : reason + "; it is not on disk, so nothing is kept of it");
      }
    }
    spool.settle(settled);
    return stored;
  }
}
