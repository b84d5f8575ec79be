package io.scanmetrics.assemble;

import io.scanmetrics.journal.Change;
import io.scanmetrics.journal.Mark;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the spool has, or is about to get, under one name: lines of a scan, or of the phases of a
 * trace that wait for their scan.
 *
 * <p>All lines of a scan are made when they are written and not before: one that begins and ends in
 * between then takes the line of its end alone. Needs the assembling's lock.
 */
class JournalFile {
  static final int NEVER = Integer.MIN_VALUE;

  private static final int BYTES_PER_LINE = 256;

  final String name;

  /** The spool's epoch in which all that is known is there, or was noted. */
  int wholeIn = NEVER;

  /** The spans that are there, as phases or between them and the scan. */
  final Set<SpanNode> spans = new HashSet<>();

  /** The scan's span as it stands there. */
  @Nullable SpanRecord span;

  /** How often it stands there what executions share. */
  int foldedNotes;

  /** Whether there was no room for it. */
  boolean refused;

  /** Whether no more is expected once all is there. */
  boolean over;

  /** Whether all that is known is on its way to the store. */
  boolean givenOut;

  /** What the scan had in the spool when it was last given out; not under the lock. */
  volatile Mark handed = Mark.NONE;

  /** Whether there may be anything by that name. */
  private boolean made;

  /** Whether lines cannot be added to it: what comes is written together with all the rest. */
  private boolean sealed;

  // What is not written yet.

  /** Makes all lines; {@code null} once they are made. */
  private @Nullable Supplier<List<byte[]>> all;

  /** About how many bytes these will be. */
  private int expected;

  private @Nullable ByteArrayOutputStream lines;

  /** Whether these are in place of all others. */
  private boolean anew;

  private boolean leaving;
  private boolean dropped;

  JournalFile(String name) {
    this.name = name;
  }

  boolean isMade() {
    return made;
  }

  /** Whether lines can be added to those that are there or will be. */
  boolean canGrow() {
    return made && !sealed;
  }

  /** Whether all lines will be made when they are written, of whatever is known by then. */
  boolean isToBeMade() {
    return all != null;
  }

  /** Something has left which may have moved to another scan. */
  void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }

  /** About how many bytes of lines wait to be written. */
  int bytes() {
    if (all != null) {
      return expected;
    }
    return lines == null ? 0 : lines.size();
  }

  void grow(List<byte[]> more) {
    if (all != null) {
      throw new IllegalStateException(name + " is still to be made");
    }
    ByteArrayOutputStream grown = lines == null ? new ByteArrayOutputStream() : lines;
    more.forEach(grown::writeBytes);
    lines = grown;
  }

  /** There will be one line more once they are made. */
  void expectLine() {
    expected += BYTES_PER_LINE;
  }

  /** In place of all others, as they are when they are written. */
  void make(Supplier<List<byte[]>> allLines) {
    clear();
    all = allLines;
    expected = (2 + spans.size()) * BYTES_PER_LINE;
    made = true;
    sealed = false;
    anew = true;
  }

  /** What the lines tell of is about to change that much that they have to be made now. */
  void settle() {
    if (all != null) {
      ByteArrayOutputStream settled = new ByteArrayOutputStream();
      all.get().forEach(settled::writeBytes);
      lines = settled;
      all = null;
    }
  }

  /** It is not needed any more. */
  void drop() {
    clear();
    dropped = true;
    leaving = true;
  }

  /** Needs no memory. */
  private void clear() {
    all = null;
    lines = null;
    anew = false;
    dropped = false;
  }

  /** What is to be written; {@code null} if nothing. */
  @Nullable Change change() {
    settle();
    Change change = inAnyOrder();
    return change != null && leaving ? change.leaving() : change;
  }

  private @Nullable Change inAnyOrder() {
    if (dropped) {
      return Change.dropped(name);
    }
    if (lines == null) {
      return null;
    }
    byte[] bytes = lines.toByteArray();
    if (!anew) {
      return Change.grown(name, bytes);
    }
    return over ? Change.finished(name, bytes, handed) : Change.made(name, bytes, handed);
  }

  /** All of that is written now, or needs not to be. Needs no memory. */
  void isTaken() {
    sealed = sealed || (anew && over);
    leaving = false;
    clear();
  }
}
