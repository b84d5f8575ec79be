package io.scanmetrics.journal;

/** What one file of the spool holds, and the mark that goes with it. */
public final class Kept {
  private final Mark mark;
  private final byte[] lines;

  Kept(Mark mark, byte[] lines) {
    this.mark = mark;
    this.lines = lines;
  }

  /** The file's. */
  public Mark mark() {
    return mark;
  }

  /** All of them, the last of which may be torn; stay as they are. */
  public byte[] lines() {
    return lines;
  }
}
