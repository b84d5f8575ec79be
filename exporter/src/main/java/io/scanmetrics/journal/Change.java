package io.scanmetrics.journal;

/** What is to happen to one file of the spool. Names are plain file names without a suffix. */
public final class Change {
  private static final byte[] NOTHING = {};

  private final Kind kind;
  private final String name;
  private final byte[] lines;

  enum Kind {
    MADE,
    GROWN,
    DROPPED
  }

  private Change(Kind kind, String name, byte[] lines) {
    this.kind = kind;
    this.name = name;
    this.lines = lines;
  }

  /** All lines of a file, whether it is there or not. */
  public static Change made(String name, byte[] lines) {
    return new Change(Kind.MADE, name, lines);
  }

  /** More lines at the end of a file that was made before. */
  public static Change grown(String name, byte[] lines) {
    return new Change(Kind.GROWN, name, lines);
  }

  /** A file is not needed any more. */
  public static Change dropped(String name) {
    return new Change(Kind.DROPPED, name, NOTHING);
  }

  Kind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  /** Stay as they are. */
  byte[] lines() {
    return lines;
  }
}
