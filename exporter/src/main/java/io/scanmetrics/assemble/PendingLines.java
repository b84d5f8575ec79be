package io.scanmetrics.assemble;

import io.scanmetrics.journal.Change;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the {@link ScanJournal} has noted and the spool has not yet got: one change for each file.
 */
final class PendingLines {
  /** Some ten thousand scans, or the sixteenth part of what the heap may grow to. */
  private static final int MOST_BYTES =
      (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 16);

  private final Map<String, Pending> byFile = new LinkedHashMap<>();
  private int bytes;

  private static final class Pending {
    final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    boolean made;
    boolean dropped;
  }

  /** Whether more would take too much memory: the disk is slower than the scans. */
  boolean isFull() {
    return bytes > MOST_BYTES;
  }

  /** Whether most of what there is room for has come together. */
  boolean isOverfull() {
    return bytes > MOST_BYTES / 4 * 3;
  }

  boolean isEmpty() {
    return byFile.isEmpty();
  }

  void grow(String file, byte[] line) {
    append(of(file), line);
  }

  /** These lines in place of all others. */
  void make(String file, List<byte[]> lines) {
    Pending pending = of(file);
    clear(pending);
    pending.made = true;
    pending.dropped = false;
    lines.forEach(line -> append(pending, line));
  }

  void drop(String file) {
    Pending pending = of(file);
    clear(pending);
    pending.dropped = true;
  }

  /**
   * All of it, what is dropped last: a line that has moved to another file is there before it goes
   * here.
   */
  List<Change> take() {
    List<Change> changes = new ArrayList<>(byFile.size());
    List<Change> drops = new ArrayList<>();
    byFile.forEach(
        (file, pending) -> {
          byte[] lines = pending.lines.toByteArray();
          if (pending.dropped) {
            drops.add(Change.dropped(file));
          } else if (pending.made) {
            changes.add(Change.made(file, lines));
          } else {
            changes.add(Change.grown(file, lines));
          }
        });
    changes.addAll(drops);
    byFile.clear();
    bytes = 0;
    return changes;
  }

  private Pending of(String file) {
    return byFile.computeIfAbsent(file, name -> new Pending());
  }

  private void append(Pending pending, byte[] line) {
    pending.lines.writeBytes(line);
    bytes += line.length;
  }

  private void clear(Pending pending) {
    bytes -= pending.lines.size();
    pending.lines.reset();
  }
}
