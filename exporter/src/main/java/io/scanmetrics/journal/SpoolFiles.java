package io.scanmetrics.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scans in this process's own folder. Some are held by memory: their scan is open, or on its
 * way to the store. All others are parked: nothing but the disk knows of them. For one thread at a
 * time.
 */
final class SpoolFiles {
  static final String SUFFIX = ".jsonl";
  static final String UNFINISHED = ".tmp";

  private static final long NOT_THERE = -1;

  private final OwnerFolder folder;
  private final OpenFiles open;
  private final SpareFiles spares;
  private final Map<String, Held> held = new HashMap<>();
  private int parked;
  private long bytes;

  private static final class Held {
    long length;

    /** Counts what was written, to tell whether it is still what a mark stands for. */
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
  }

  OwnerFolder folder() {
    return folder;
  }

  /** How many there are. */
  int count() {
    return parked + held.size();
  }

  /** How many are parked. */
  int parked() {
    return parked;
  }

  /** Of all files together. */
  long bytes() {
    return bytes;
  }

  void apply(Change change) throws IOException {
    switch (change.kind()) {
      case MADE -> make(change);
      case GROWN -> grow(change);
      case DROPPED -> delete(change.name());
    }
  }

  private void grow(Change change) throws IOException {
    Held file = held.get(change.name());
    if (file == null) {
      throw new NoSuchFileException(change.name());
    }
    open.write(change.name() + SUFFIX, change.lines(), file.length);
    wrote(file, file.length + change.lines().length);
  }

  private void make(Change change) throws IOException {
    Held file = held.get(change.name());
    long before = file == null && parked > 0 ? lengthOfParked(change.name()) : NOT_THERE;
    replace(change.name() + SUFFIX, change.lines());
    if (before != NOT_THERE) {
      parked--;
    }
    wrote(file == null ? hold(change.name(), Math.max(0, before)) : file, change.lines().length);
  }

  private long lengthOfParked(String name) throws IOException {
    try {
      return Files.size(path(name));
    } catch (NoSuchFileException e) {
      return NOT_THERE;
    }
  }

  /** So that at any moment the old lines, if there are any, or the new ones are there. */
  private void replace(String fileName, byte[] lines) throws IOException {
    String spare = spares.take();
    try {
      open.write(spare, lines, 0);
      open.rename(spare, fileName);
    } catch (IOException e) {
      open.close(spare);
      Files.deleteIfExists(folder.path().resolve(spare));
      spares.removeAll();
      throw e;
    }
  }

  /** Does to a file that nobody takes for a scan what is done to that of one. */
  void rehearse(Change change) throws IOException {
    String spare = spares.take();
    open.write(spare, change.lines(), 0);
    open.write(spare, change.lines(), change.lines().length);
    spares.add(spare);
  }

  private void wrote(Held file, long length) {
    bytes += length - file.length;
    file.length = length;
    file.version++;
    file.growing = true;
  }

  private Held hold(String name, long length) {
    Held file = new Held();
    file.length = length;
    held.put(name, file);
    return file;
  }

  /**
   * A mark for what was written so far, after which nothing more is expected.
   *
   * @param whole whether that is all
   */
  Mark hand(String name, boolean whole) {
    Held file = held.get(name);
    if (file == null) {
      return Mark.NONE;
    }
    file.growing = false;
    file.marks++;
    return new Mark(this, name, file.version, whole);
  }

  /** The store has it: the file goes, unless more was written meanwhile. */
  void settle(Mark mark) throws IOException {
    Held file = held.get(mark.name());
    if (file != null) {
      file.marks--;
      if (file.version == mark.version() && (mark.isOnDisk() || !file.growing)) {
        delete(mark.name());
      } else {
        parkIfIdle(mark.name(), file);
      }
    }
  }

  /** Nobody in memory has it any more. */
  void release(Mark mark) {
    Held file = held.get(mark.name());
    if (file != null) {
      file.marks--;
      parkIfIdle(mark.name(), file);
    }
  }

  private void parkIfIdle(String name, Held file) {
    if (file.marks <= 0 && !file.growing) {
      open.close(name + SUFFIX);
      held.remove(name);
      parked++;
    }
  }

  private void delete(String name) throws IOException {
    Held file = held.remove(name);
    if (file != null) {
      bytes -= file.length;
    }
    spares.add(name + SUFFIX);
  }

  /** The names of files that are parked. */
  List<String> parkedNames(int most) throws IOException {
    List<String> names = new ArrayList<>();
    boolean all = true;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path(), "*" + SUFFIX)) {
      for (Path file : files) {
        String fileName = file.getFileName().toString();
        String name = fileName.substring(0, fileName.length() - SUFFIX.length());
        if (!held.containsKey(name)) {
          all = names.size() < most;
          if (!all) {
            break;
          }
          names.add(name);
        }
      }
    }
    if (all) {
      parked = names.size();
    }
    return names;
  }

  /** Holds a file that was parked; {@code null} if it is not any more. */
  @Nullable Kept take(String name) throws IOException {
    if (held.containsKey(name)) {
      return null;
    }
    byte[] lines;
    try {
      lines = Files.readAllBytes(path(name));
    } catch (NoSuchFileException e) {
      return null;
    }
    parked--;
    Held file = hold(name, lines.length);
    file.marks = 1;
    return new Kept(new Mark(this, name, file.version, true), lines);
  }

  /** Moves a file of another folder here, to be parked; false if somebody else was faster. */
  boolean moveIn(Path from) throws IOException {
    String fileName = from.getFileName().toString();
    Path to = folder.path().resolve(fileName);
    try {
      long length = Files.size(from);
      if (Files.exists(to)) {
        return false;
      }
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      parked++;
      bytes += length;
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Moves a file out of here.
   *
   * @param lastLine is added to it
   */
  void moveOut(Mark mark, byte[] lastLine, Path to) throws IOException {
    Held file = held.get(mark.name());
    if (file == null || file.version != mark.version()) {
      release(mark);
      return;
    }
    String fileName = mark.name() + SUFFIX;
    open.write(fileName, lastLine, file.length);
    open.close(fileName);
    Files.move(path(mark.name()), to, StandardCopyOption.ATOMIC_MOVE);
    held.remove(mark.name());
    bytes -= file.length;
  }

  void close() throws IOException {
    try {
      spares.removeAll();
    } finally {
      open.closeAll();
      folder.close();
    }
  }

  private Path path(String name) {
    return folder.path().resolve(name + SUFFIX);
  }
}
