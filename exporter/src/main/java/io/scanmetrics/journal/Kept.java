package io.scanmetrics.journal;

import org.jspecify.annotations.Nullable;

/** What the spool holds of one scan, and the mark that goes with it. */
public final class Kept {
  private static final byte[] NOTHING = {};

  private final Mark mark;
  private final byte[] lines;
  private final @Nullable String fault;

  private Kept(Mark mark, byte[] lines, @Nullable String fault) {
    this.mark = mark;
    this.lines = lines;
    this.fault = fault;
  }

  static Kept of(Mark mark, byte[] lines) {
    return new Kept(mark, lines, null);
  }

  /** A file that is there, and cannot be read. */
  static Kept unreadable(Mark mark, String fault) {
    return new Kept(mark, NOTHING, fault);
  }

  /** The scan's. */
  public Mark mark() {
    return mark;
  }

  /** All of them, the last of which may be torn; stay as they are. */
  public byte[] lines() {
    return lines;
  }

  /** Why there are none, in words for people; {@code null} if they could be read. */
  public @Nullable String fault() {
    return fault;
  }
}
