package io.scanmetrics.journal;

/**
 * What is to happen to what the spool holds under one name, which would do as the name of a file
 * without its suffix.
 */
public final class Change {
  private static final byte[] NOTHING = {};

  private final Kind kind;
  private final String name;
  private final byte[] lines;
  private final Mark before;
  private final boolean leaves;

  enum Kind {
    MADE,
    FINISHED,
    GROWN,
    DROPPED
  }

  private Change(Kind kind, String name, byte[] lines, Mark before, boolean leaves) {
    this.kind = kind;
    this.name = name;
    this.lines = lines;
    this.before = before;
    this.leaves = leaves;
  }

  /** The same, but the lines say that something has left which may have moved elsewhere. */
  public Change leaving() {
    return new Change(kind, name, lines, before, true);
  }

  /**
   * All lines of a scan, whether there are any of it or not.
   *
   * @param before what it last had here, if the caller knows
   */
  public static Change made(String name, byte[] lines, Mark before) {
    return new Change(Kind.MADE, name, lines, before, false);
  }

  /** As {@link #made}, of a scan of which no more is expected. */
  public static Change finished(String name, byte[] lines, Mark before) {
    return new Change(Kind.FINISHED, name, lines, before, false);
  }

  /** More lines of what was made before. */
  public static Change grown(String name, byte[] lines) {
    return new Change(Kind.GROWN, name, lines, Mark.NONE, false);
  }

  /** What was made before is not needed any more. */
  public static Change dropped(String name) {
    return new Change(Kind.DROPPED, name, NOTHING, Mark.NONE, false);
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

  boolean leaves() {
    return leaves;
  }

  Mark before() {
    return before;
  }
}
