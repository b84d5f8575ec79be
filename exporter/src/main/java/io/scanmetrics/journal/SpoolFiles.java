package io.scanmetrics.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scans in this process's own folder, each in a file of its own or in one that it shares. Some
 * are held by memory: they are open, or on their way to the store. All others are parked: nothing
 * but the disk knows of them. For one thread at a time.
 */
final class SpoolFiles {
  static final String SUFFIX = ".jsonl";
  static final String UNFINISHED = ".tmp";

  /** Bytes of a scan: the file of a larger one is not soon full of others. */
  private static final int MOST_TO_SHARE = 64 * 1024;

  private static final byte[] NOTHING = {};
  private static final String REHEARSAL = "rehearsal";

  private final OwnerFolder folder;
  private final OpenFiles open;
  private final SpareFiles spares;
  private final OwnFiles own;
  private final SharedFiles shared;
  private final Map<String, Held> held = new HashMap<>();
  private int versions;

  private static final class Held {
    /** In a file that it shares with others; {@code null} if it has one of its own. */
    @Nullable Place place;

    /** Of its own file. */
    long length;

    /** How much of that is a last line that was cut off, and no part of what is written next. */
    int torn;

    /** Whether its own file cannot be read. */
    boolean unreadable;

    /** Changes with what is written, to tell whether it is still what a mark stands for. */
    int version;

    /** Whether more is expected to be written. */
    boolean growing;

    /** How many were handed out and not given back. */
    int marks;
  }

  SpoolFiles(OwnerFolder folder) {
    this.folder = folder;
    this.open = new OpenFiles(folder.path());
    this.spares = new SpareFiles(folder.path(), open);
    this.own = new OwnFiles(folder.path(), open, spares);
    this.shared = new SharedFiles(folder.path(), open, spares);
  }

  OwnerFolder folder() {
    return folder;
  }

  /** Of a file, without the suffix. */
  static String nameOf(Path file) {
    String fileName = file.getFileName().toString();
    return fileName.substring(0, fileName.length() - SUFFIX.length());
  }

  /** How many there are. */
  int count() {
    return parked() + held.size();
  }

  /** How many are parked. */
  int parked() {
    return own.parked() + shared.parked();
  }

  /** Of all files together. */
  long bytes() {
    return own.bytes() + shared.bytes();
  }

  /**
   * Lines may move from one scan to another: first is written what is new, then what says that
   * something has left, and in the end goes what is there twice. {@link #tidy} has to follow.
   */
  void apply(Collection<Change> changes) throws IOException {
    List<Change> first = new ArrayList<>();
    List<Change> then = new ArrayList<>();
    for (Change change : changes) {
      (change.leaves() ? then : first).add(change);
    }
    write(first);
    write(then);
    for (Change change : changes) {
      if (change.kind() == Change.Kind.DROPPED) {
        delete(change.name());
      }
    }
  }

  private void write(List<Change> changes) throws IOException {
    List<Change> sharing = new ArrayList<>();
    for (Change change : changes) {
      switch (change.kind()) {
        case MADE -> make(change);
        case FINISHED -> {
          if (mayShare(change)) {
            sharing.add(change);
          } else {
            make(change);
          }
        }
        case GROWN -> grow(change);
        case DROPPED -> {
          // In the end.
        }
      }
    }
    share(sharing);
  }

  /** Whether it needs no file of its own, and has none. */
  private boolean mayShare(Change change) throws IOException {
    Held scan = held.get(change.name());
    return change.lines().length <= MOST_TO_SHARE
        && (scan == null
            ? own.lengthOfParked(change.name()) == OwnFiles.NOT_THERE
            : scan.place != null);
  }

  private void share(List<Change> changes) throws IOException {
    List<Change> rest = changes;
    while (!rest.isEmpty()) {
      List<Place> places = shared.append(rest);
      for (int i = 0; i < places.size(); i++) {
        wrote(rest.get(i), places.get(i));
      }
      rest = rest.subList(places.size(), rest.size());
    }
  }

  private void make(Change change) throws IOException {
    Held scan = held.get(change.name());
    long parked = scan == null ? own.lengthOfParked(change.name()) : OwnFiles.NOT_THERE;
    long before = scan == null ? Math.max(0, parked) : scan.length;
    own.make(change.name(), change.lines(), before);
    if (parked != OwnFiles.NOT_THERE) {
      own.hold();
    }
    Held made = wrote(change, null);
    made.length = change.lines().length;
    made.torn = 0;
    made.unreadable = false;
  }

  private void grow(Change change) throws IOException {
    Held scan = held.get(change.name());
    if (scan == null || scan.place != null) {
      throw new NoSuchFileException(change.name());
    }
    own.grow(change.name(), change.lines(), scan.length);
    scan.length += change.lines().length;
    wrote(scan);
  }

  /**
   * All lines of a scan are there.
   *
   * @param place {@code null} if it has a file of its own
   */
  private Held wrote(Change change, @Nullable Place place) {
    Held scan = held.get(change.name());
    Place before = scan == null ? placeOf(change.before()) : scan.place;
    if (before != null) {
      shared.forget(before);
    }
    Held written = scan == null ? hold(change.name()) : scan;
    written.place = place;
    wrote(written);
    return written;
  }

  private void wrote(Held scan) {
    scan.version = ++versions;
    scan.growing = true;
  }

  private @Nullable Place placeOf(Mark mark) {
    return mark.isIn(this) ? mark.place() : null;
  }

  private Held hold(String name) {
    Held scan = new Held();
    held.put(name, scan);
    return scan;
  }

  /** Does all that is done to a scan, without a line of one. */
  void rehearse() throws IOException {
    apply(List.of(Change.finished(REHEARSAL, NOTHING, Mark.NONE)));
    settle(hand(REHEARSAL, true));
    tidy();
  }

  /**
   * A mark for what was written so far, after which nothing more is expected.
   *
   * @param whole whether that is all
   */
  Mark hand(String name, boolean whole) {
    Held scan = held.get(name);
    if (scan == null) {
      return Mark.NONE;
    }
    scan.growing = false;
    return mark(name, scan, whole);
  }

  private Mark mark(String name, Held scan, boolean whole) {
    scan.marks++;
    return new Mark(this, name, scan.version, whole, scan.place);
  }

  /** The store has it: it goes from disk, unless more was written meanwhile. */
  void settle(Mark mark) throws IOException {
    Held scan = held.get(mark.name());
    if (scan != null) {
      scan.marks--;
      if (scan.version == mark.version() && (mark.isOnDisk() || !scan.growing)) {
        delete(mark.name());
      } else {
        parkIfIdle(mark.name(), scan);
      }
    }
  }

  /** Nobody in memory has it any more. */
  void release(Mark mark) {
    Held scan = held.get(mark.name());
    if (scan != null) {
      scan.marks--;
      parkIfIdle(mark.name(), scan);
    }
  }

  private void parkIfIdle(String name, Held scan) {
    if (scan.marks <= 0 && !scan.growing) {
      held.remove(name);
      if (scan.place == null) {
        own.park(name);
      } else {
        shared.park(scan.place);
      }
    }
  }

  private void delete(String name) throws IOException {
    Held scan = held.remove(name);
    if (scan != null && scan.place != null) {
      shared.forget(scan.place);
    } else {
      own.remove(name, scan == null ? 0 : scan.length);
    }
  }

  /** Has the disk say what has gone, where it does not yet. */
  void tidy() throws IOException {
    shared.tidy();
  }

  /**
   * The names of files in which there are scans that are parked. Of a scan that is in a file that
   * it shares and in one of its own, which happens if a process dies in between, the latter is
   * newer.
   */
  List<String> parkedNames(int most) throws IOException {
    List<String> names = new ArrayList<>(shared.parkedNames(most));
    names.addAll(
        own.parkedNames(most - names.size(), name -> hasOwn(name) || SharedFiles.isShared(name)));
    return names;
  }

  private boolean hasOwn(String name) {
    Held scan = held.get(name);
    return scan != null && scan.place == null;
  }

  /**
   * Holds scans of a file that were parked, but no more than so many, or fit into so many bytes;
   * none if the file is not there any more.
   *
   * @throws IOException if it cannot be read just now
   */
  List<Kept> take(String name, int most, long mostBytes) throws IOException {
    if (shared.has(name)) {
      return takeShared(name, most, mostBytes);
    }
    try {
      return held.containsKey(name) ? List.of() : List.of(takeOwn(name));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private Kept takeOwn(String name) throws IOException {
    byte[] lines;
    try {
      lines = own.read(name);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      return takeUnreadable(name, e);
    }
    own.hold();
    Held scan = hold(name);
    scan.length = lines.length;
    scan.torn = lengthOfTorn(lines);
    return Kept.of(mark(name, scan, true), lines);
  }

  private static int lengthOfTorn(byte[] lines) {
    int end = lines.length;
    while (end > 0 && lines[end - 1] != '\n') {
      end--;
    }
    return lines.length - end;
  }

  private Kept takeUnreadable(String name, IOException fault) throws IOException {
    if (!isUnreadable(name)) {
      throw fault;
    }
    long length = Math.max(0, own.lengthOfParked(name));
    own.hold();
    Held scan = hold(name);
    scan.length = length;
    scan.unreadable = true;
    return Kept.unreadable(mark(name, scan, true), SpoolLog.words(fault));
  }

  private List<Kept> takeShared(String name, int most, long mostBytes) throws IOException {
    List<SharedFiles.Parked> parked;
    try {
      parked = shared.read(name, most, mostBytes);
    } catch (IOException e) {
      if (isUnreadable(name)) {
        // Whoever takes the folder over may have more luck.
        shared.leave(name);
      }
      throw e;
    }
    return hold(parked);
  }

  /** Whether it is the file's fault: others can be read, and it cannot a moment later either. */
  private boolean isUnreadable(String name) {
    return folder.isReadable() && !folder.canRead(name + SUFFIX);
  }

  private List<Kept> hold(List<SharedFiles.Parked> parked) {
    List<Kept> all = new ArrayList<>();
    try {
      for (SharedFiles.Parked one : parked) {
        String free = one.name();
        while (held.containsKey(free)) {
          free += "-again";
        }
        byte[] lines = one.lines();
        Held scan = hold(free);
        scan.place = one.place();
        shared.hold(one.place());
        all.add(Kept.of(mark(free, scan, true), lines));
      }
      return all;
    } catch (Throwable e) {
      all.forEach(kept -> release(kept.mark()));
      throw e;
    }
  }

  /** Moves a file of another folder here, to be parked; how many scans that is. */
  int moveIn(Path from) throws IOException {
    Path to = folder.path().resolve(from.getFileName());
    try {
      if (Files.exists(to)) {
        return 0;
      }
      return SharedFiles.isShared(nameOf(to)) ? moveInShared(from, to) : moveInOwn(from, to);
    } catch (NoSuchFileException e) {
      // Somebody else was faster.
      return 0;
    }
  }

  private int moveInOwn(Path from, Path to) throws IOException {
    long length = Files.size(from);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    own.moveIn(length);
    return 1;
  }

  /** What cannot be read in it gets a file of its own. */
  private int moveInShared(Path from, Path to) throws IOException {
    SharedLines lines = SharedLines.read(Files.readAllBytes(from));
    byte[] damaged = lines.damaged();
    if (damaged.length > 0) {
      spares.make("rest-of-" + to.getFileName(), damaged);
      own.moveIn(damaged.length);
    }
    if (lines.isTorn()) {
      OpenFiles.cut(from, lines.end());
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    shared.adopt(nameOf(to), lines);
    return lines.countKept() + (damaged.length > 0 ? 1 : 0);
  }

  /**
   * Moves a scan out of here.
   *
   * @param lastLine is added to it, unless its file cannot be read
   */
  void moveOut(Mark mark, byte[] lastLine, Path to) throws IOException {
    String name = mark.name();
    Held scan = held.get(name);
    if (scan == null || scan.version != mark.version()) {
      release(mark);
    } else if (scan.place != null) {
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      lines.writeBytes(shared.lines(scan.place));
      lines.writeBytes(lastLine);
      OpenFiles.makeWhole(to, lines.toByteArray());
      delete(name);
    } else {
      if (!scan.unreadable) {
        own.grow(name, lastLine, scan.length - scan.torn);
        scan.length += lastLine.length;
      }
      own.moveOut(name, scan.length, to);
      held.remove(name);
    }
  }

  void close() throws IOException {
    try {
      shared.tidy();
      spares.removeAll();
    } finally {
      open.closeAll();
      folder.close();
    }
  }
}
