package io.scanmetrics.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;

/**
 * Files that nobody needs any more, without a line, for those that are to be made: a file system
 * takes many times as long for a new one as for another name, most of all where many were removed a
 * moment ago. For one thread at a time.
 */
final class SpareFiles {
  /** As many as become needless at once. */
  private static final int MOST = 500;

  private final Path folder;
  private final OpenFiles open;
  private final ArrayDeque<String> spare = new ArrayDeque<>();
  private long names;

  SpareFiles(Path folder, OpenFiles open) {
    this.folder = folder;
    this.open = open;
  }

  /**
   * The name of a file without a line, which who takes the folder over does not take for a scan.
   */
  String take() throws IOException {
    String known = spare.poll();
    if (known != null) {
      return known;
    }
    String name = nextName();
    Files.createFile(folder.resolve(name), Access.ofFiles(folder));
    return name;
  }

  /** So that at any moment the old lines, if there are any, or the new ones are there. */
  void make(String name, byte[] lines) throws IOException {
    String spare = take();
    try {
      open.write(spare, lines, 0);
      open.rename(spare, name);
    } catch (IOException e) {
      remove(spare);
      removeAll();
      throw e;
    }
  }

  /** That file is not needed any more, and may not even be there. */
  void add(String name) throws IOException {
    if (spare.size() == MOST) {
      remove(name);
      return;
    }
    String empty = nextName();
    try {
      open.rename(name, empty);
    } catch (NoSuchFileException e) {
      open.close(name);
      return;
    }
    try {
      open.empty(empty);
      spare.push(empty);
    } catch (IOException e) {
      remove(empty);
    }
  }

  /** Gives them back to the file system. */
  void removeAll() throws IOException {
    for (String name = spare.poll(); name != null; name = spare.poll()) {
      remove(name);
    }
  }

  private void remove(String name) throws IOException {
    open.close(name);
    Files.deleteIfExists(folder.resolve(name));
  }

  private String nextName() {
    return "spare-" + names++ + SpoolFiles.UNFINISHED;
  }
}
