package io.scanmetrics.assemble;

import io.scanmetrics.journal.Change;
import io.scanmetrics.journal.Mark;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

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
    boolean finished;
    boolean dropped;
    boolean leaving;

    /** What the scan last had in the spool. */
    Supplier<Mark> before = () -> Mark.NONE;

    boolean saysAnything() {
      return made || dropped || lines.size() > 0;
    }

    Change change(String file) {
      Change change = inAnyOrder(file);
      return leaving ? change.leaving() : change;
    }

    private Change inAnyOrder(String file) {
      if (dropped) {
        return Change.dropped(file);
      }
      if (!made) {
        return Change.grown(file, lines.toByteArray());
      }
      return finished
          ? Change.finished(file, lines.toByteArray(), before.get())
          : Change.made(file, lines.toByteArray(), before.get());
    }
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

  /**
   * These lines in place of all others.
   *
   * @param before what the scan last had in the spool, as of when this is taken
   */
  void make(String file, List<byte[]> lines, Supplier<Mark> before) {
    Pending pending = of(file);
    clear(pending);
    pending.made = true;
    pending.finished = false;
    pending.dropped = false;
    pending.before = before;
    lines.forEach(line -> append(pending, line));
  }

  /** Something has left which may have moved to another file. */
  void leave(String file) {
    of(file).leaving = true;
  }

  /** No more lines are expected. */
  void finish(String file) {
    Pending pending = byFile.get(file);
    if (pending != null) {
      pending.finished = pending.made;
    }
  }

  void drop(String file) {
    Pending pending = of(file);
    clear(pending);
    pending.dropped = true;
    pending.leaving = true;
  }

  /** All of it. */
  List<Change> take() {
    List<Change> changes = new ArrayList<>(byFile.size());
    byFile.forEach(
        (file, pending) -> {
          if (pending.saysAnything()) {
            changes.add(pending.change(file));
          }
        });
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
