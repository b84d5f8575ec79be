package io.scanmetrics.journal;

import java.util.BitSet;

/**
 * One file that several scans share: which of them memory holds, which are parked, and which it is
 * kept for no longer. For one thread at a time.
 */
final class SharedFile {
  private final String name;
  private int scans;
  private final BitSet held = new BitSet();
  private final BitSet gone = new BitSet();
  private final BitSet unsaid = new BitSet();
  private long length;

  /** One to be made. */
  SharedFile(String name) {
    this.name = name;
  }

  /** One that is there, with all its scans parked. */
  SharedFile(String name, SharedLines lines) {
    this.name = name;
    this.scans = lines.count();
    this.gone.or(lines.gone());
    this.length = lines.end();
  }

  String name() {
    return name;
  }

  long length() {
    return length;
  }

  void lengthen(int bytes) {
    length += bytes;
  }

  /** One more scan, which memory holds. */
  Place add() {
    held.set(scans);
    return new Place(this, scans++);
  }

  /** How many scans there are, also those that it is kept for no longer. */
  int count() {
    return scans;
  }

  /** The last ones were not written, and are none. */
  void takeBack(int to) {
    scans = to;
    held.clear(to, Integer.MAX_VALUE);
  }

  void hold(int number) {
    held.set(number);
  }

  void park(int number) {
    held.clear(number);
  }

  /** Whether it was kept for that one until now. */
  boolean forget(int number) {
    if (gone.get(number)) {
      return false;
    }
    held.clear(number);
    gone.set(number);
    unsaid.set(number);
    return true;
  }

  /** How many are parked. */
  int parked() {
    return scans - held.cardinality() - gone.cardinality();
  }

  /** The first from there on that is parked; -1 for none. */
  int nextParked(int from) {
    for (int number = from; number < scans; number++) {
      if (!held.get(number) && !gone.get(number)) {
        return number;
      }
    }
    return -1;
  }

  /** Whether it is kept for none of them. */
  boolean isNeedless() {
    return gone.cardinality() == scans;
  }

  /** For which it is kept no longer without saying so. */
  BitSet unsaid() {
    return unsaid;
  }
}
