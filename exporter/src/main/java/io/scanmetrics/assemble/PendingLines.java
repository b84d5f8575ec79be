package io.scanmetrics.assemble;

import io.scanmetrics.journal.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the {@link ScanJournal} has noted and the spool has not yet got. */
final class PendingLines {
  /** Some ten thousand scans, or the sixteenth part of what the heap may grow to. */
  private static final int MOST_BYTES =
      (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 16);

  private final Map<String, JournalFile> files = new LinkedHashMap<>();
  private int bytes;

  /** Whether more would take too much memory: the disk is slower than the scans. */
  boolean isFull() {
    return bytes > MOST_BYTES;
  }

  /** Whether most of what there is room for has come together. */
  boolean isOverfull() {
    return bytes > MOST_BYTES / 4 * 3;
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  void grow(JournalFile file, List<byte[]> lines) {
    with(file, () -> file.grow(lines));
  }

  /** See {@link JournalFile#make}. */
  void make(JournalFile file, Supplier<List<byte[]>> all) {
    with(file, () -> file.make(all));
  }

  /** See {@link JournalFile#settle}. */
  void settle(JournalFile file) {
    try {
      if (file.isToBeMade()) {
        with(file, file::settle);
      }
    } catch (RuntimeException tellsTheNextTime) {
      // It is still to be made, as far as that is possible then.
    }
  }

  /** See {@link JournalFile#expectLine}. */
  void expectLine(JournalFile file) {
    int before = file.bytes();
    file.expectLine();
    bytes += file.bytes() - before;
  }

  void drop(JournalFile file) {
    with(file, file::drop);
  }

  private void with(JournalFile file, Runnable change) {
    JournalFile before = files.put(file.name, file);
    bytes -= before == null ? 0 : before.bytes();
    if (before != null && before != file) {
      // Of a scan, or a trace, that was forgotten and has come again, which replaces all of it.
      if (before.isLeaving()) {
        file.leave();
      }
      before.isTaken();
    }
    change.run();
    bytes += file.bytes();
  }

  /**
   * All of it.
   *
   * @param fault is told of what cannot be written, which is left out
   */
  List<Change> take(Consumer<RuntimeException> fault) {
    List<Change> changes = new ArrayList<>(files.size());
    for (JournalFile file : files.values()) {
      try {
        Change change = file.change();
        if (change != null) {
          changes.add(change);
        }
      } catch (RuntimeException e) {
        file.refused = true;
        fault.accept(e);
      }
    }
    files.values().forEach(JournalFile::isTaken);
    files.clear();
    bytes = 0;
    return changes;
  }
}
