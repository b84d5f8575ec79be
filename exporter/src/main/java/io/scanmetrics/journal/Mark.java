package io.scanmetrics.journal;

import org.jspecify.annotations.Nullable;

/**
 * What a scan that is on its way to its store has on disk. Whoever gets one gives it back to the
 * {@link Spool} in the end: settled, set aside or released.
 */
public final class Mark {
  /** Of a scan that has nothing on disk. */
  public static final Mark NONE = new Mark(null, "", 0, false, null);

  /** Of a scan that the spool had no room for, which was counted. */
  public static final Mark REFUSED = new Mark(null, "", 0, false, null);

  private final @Nullable SpoolFiles files;
  private final String name;
  private final int version;
  private final boolean whole;
  private final @Nullable Place place;

  /**
   * @param files where it is; {@code null} for nowhere
   * @param version of the file's content
   * @param whole whether all that was known of the scan when it got this mark is on disk
   * @param place in a file that it shares with others; {@code null} if it has one of its own
   */
  Mark(@Nullable SpoolFiles files, String name, int version, boolean whole, @Nullable Place place) {
    this.files = files;
    this.name = name;
    this.version = version;
    this.whole = whole;
    this.place = place;
  }

  /** Whether the scan can be read back from disk, so that nobody needs it in memory. */
  public boolean isOnDisk() {
    return whole;
  }

  /** The scan's name in the spool, for people; empty if it is not there. */
  public String name() {
    return name;
  }

  int version() {
    return version;
  }

  /** In a file that it shares with others; {@code null} if it has one of its own, or none. */
  @Nullable Place place() {
    return place;
  }

  boolean isIn(@Nullable SpoolFiles those) {
    return files != null && files == those;
  }

  @Override
  public String toString() {
    return "Mark[" + name + (whole ? "]" : ", not whole]");
  }
}
