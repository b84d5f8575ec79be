package io.scanmetrics.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of this process's folder that several scans share. To make a file, and later to empty
 * it, takes a file system many times as long as to write a few more lines: so scans that are over
 * before anything was written of them go into one file, until it is large enough. For one thread at
 * a time.
 */
final class SharedFiles {
  static final String PREFIX = "shared-";

  /** Some hundred scans. */
  private static final int LARGE_ENOUGH = 256 * 1024;

  private final Path folder;
  private final OpenFiles open;
  private final SpareFiles spares;
  private final Map<String, SharedFile> files = new LinkedHashMap<>();

  /** Those that are to say that they are kept for fewer scans, or for none. */
  private final Set<SharedFile> changed = new LinkedHashSet<>();

  /** The one that more scans go into. */
  private @Nullable SharedFile growing;

  private long made;
  private int parked;
  private long bytes;

  SharedFiles(Path folder, OpenFiles open, SpareFiles spares) {
    this.folder = folder;
    this.open = open;
    this.spares = spares;
  }

  /** Whether a file of that name is shared, be it here or elsewhere. */
  static boolean isShared(String name) {
    return name.startsWith(PREFIX);
  }

  /** Whether it is one of these. */
  boolean has(String name) {
    return files.containsKey(name);
  }

  /** How many scans are parked in them. */
  int parked() {
    return parked;
  }

  /** Of all of them together. */
  long bytes() {
    return bytes;
  }

  /** The names of those with scans that are parked, in the order in which they were made. */
  List<String> parkedNames(int most) {
    return files.values().stream()
        .filter(file -> file.parked() > 0)
        .limit(most)
        .map(SharedFile::name)
        .toList();
  }

  /**
   * Writes some of these scans, from the first one on, of which all is known; at least one.
   *
   * @return the place of each that is written, which memory holds
   */
  List<Place> append(List<Change> scans) throws IOException {
    SharedFile file =
        growing == null || growing.length() >= LARGE_ENOUGH ? new SharedFile(newName()) : growing;
    // Unless all goes well the next ones go into another file.
    growing = null;
    int before = file.count();
    try {
      List<Place> places = append(file, scans);
      growing = file;
      return places;
    } catch (Throwable e) {
      takeBack(file, before);
      throw e;
    }
  }

  private List<Place> append(SharedFile file, List<Change> scans) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    List<Place> places = new ArrayList<>();
    for (Change scan : scans) {
      if (file.length() + lines.size() >= LARGE_ENOUGH) {
        break;
      }
      lines.writeBytes(SharedLines.before(scan.name(), scan.lines().length));
      lines.writeBytes(scan.lines());
      places.add(file.add());
    }
    if (files.putIfAbsent(file.name(), file) == null) {
      spares.make(file.name() + SpoolFiles.SUFFIX, lines.toByteArray());
      lengthen(file, lines.size());
    } else {
      write(file, lines.toByteArray());
    }
    return places;
  }

  private void write(SharedFile file, byte[] lines) throws IOException {
    open.write(file.name() + SpoolFiles.SUFFIX, lines, file.length());
    lengthen(file, lines.length);
  }

  private void lengthen(SharedFile file, int by) {
    file.lengthen(by);
    bytes += by;
  }

  /** What was written behind its end is not there. */
  private void takeBack(SharedFile file, int scans) {
    file.takeBack(scans);
    if (scans == 0) {
      files.remove(file.name());
      return;
    }
    try {
      open.cut(file.name() + SpoolFiles.SUFFIX, file.length());
    } catch (IOException ignored) {
      // Then it is there twice for whoever takes the folder over.
    }
  }

  /** Of two files of one process that which was made first comes first. */
  private String newName() {
    return PREFIX + "%08d-".formatted(++made) + OwnerFolder.random();
  }

  /** Memory holds a scan that was parked. */
  void hold(Place place) {
    place.file().hold(place.number());
    parked--;
  }

  /** Memory holds that scan no longer, so nothing but the disk knows of it. */
  void park(Place place) {
    if (isHere(place)) {
      place.file().park(place.number());
      parked++;
    }
  }

  /** The file is kept for that scan no longer, which it says when {@link #tidy} is called. */
  void forget(Place place) {
    SharedFile file = place.file();
    int before = file.parked();
    if (isHere(place) && file.forget(place.number())) {
      parked += file.parked() - before;
      changed.add(file);
    }
  }

  private boolean isHere(Place place) {
    return files.get(place.file().name()) == place.file();
  }

  /** Gives back the files that are kept for no scan, and has the others say for which they are. */
  void tidy() throws IOException {
    // What is given back makes room for what the others are to say.
    IOException givingBack = tidy(true);
    IOException saying = tidy(false);
    if (givingBack != null) {
      throw givingBack;
    }
    if (saying != null) {
      throw saying;
    }
  }

  private @Nullable IOException tidy(boolean needless) {
    IOException fault = null;
    for (Iterator<SharedFile> each = changed.iterator(); each.hasNext(); ) {
      SharedFile file = each.next();
      if (file.isNeedless() != needless) {
        continue;
      }
      try {
        tidy(file);
        each.remove();
      } catch (NoSuchFileException e) {
        // Somebody has removed it.
        each.remove();
      } catch (IOException e) {
        fault = e;
      }
    }
    return fault;
  }

  private void tidy(SharedFile file) throws IOException {
    if (file.isNeedless()) {
      spares.add(file.name() + SpoolFiles.SUFFIX);
      files.remove(file.name());
      growing = growing == file ? null : growing;
      bytes -= file.length();
    } else {
      write(file, SharedLines.gone(file.unsaid()));
      file.unsaid().clear();
    }
  }

  /** A scan that is parked. */
  record Parked(Place place, SharedLines all) {
    String name() {
      return all.name(place.number());
    }

    byte[] lines() {
      return all.lines(place.number());
    }
  }

  /** Scans of that file that are parked, but no more than so many, or fit into so many bytes. */
  List<Parked> read(String name, int most, long mostBytes) throws IOException {
    List<Parked> scans = new ArrayList<>();
    SharedFile file = files.get(name);
    if (file == null) {
      return scans;
    }
    SharedLines lines = SharedLines.read(SetAside.read(path(name)));
    long size = 0;
    int number = file.nextParked(0);
    while (number >= 0 && scans.size() < most && size < mostBytes) {
      Place place = new Place(file, number);
      if (number < lines.count()) {
        scans.add(new Parked(place, lines));
        size += lines.length(number);
      } else {
        // Somebody has removed it.
        forget(place);
      }
      number = file.nextParked(number + 1);
    }
    return scans;
  }

  /** It stays as it is, and is none of these any more. */
  void leave(String name) {
    SharedFile file = files.remove(name);
    if (file != null) {
      growing = growing == file ? null : growing;
      changed.remove(file);
      bytes -= file.length();
      parked -= file.parked();
    }
  }

  /** The lines of that scan. */
  byte[] lines(Place place) throws IOException {
    return SharedLines.read(Files.readAllBytes(path(place.file().name()))).lines(place.number());
  }

  /** A file that says so has come here from another process: its scans are parked. */
  void adopt(String name, SharedLines lines) {
    SharedFile file = new SharedFile(name, lines);
    files.put(name, file);
    bytes += file.length();
    parked += file.parked();
    if (file.isNeedless()) {
      changed.add(file);
    }
  }

  private Path path(String name) {
    return folder.resolve(name + SpoolFiles.SUFFIX);
  }
}
