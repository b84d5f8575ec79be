package io.scanmetrics.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few files of a folder that were written to last, kept open: thousands of scans may be open,
 * and the application needs file descriptors too. For one thread at a time.
 */
final class OpenFiles {
  private static final int MOST = 64;

  /** The JDK copies what is written into memory off the heap, which it then keeps. */
  private static final int MOST_AT_ONCE = 64 * 1024;

  private static final Set<OpenOption> EXISTING =
      Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

  private final Path folder;
  private final Map<String, FileChannel> open = new LinkedHashMap<>(MOST * 2, 0.75f, true);

  private interface Work {
    void on(FileChannel file) throws IOException;
  }

  OpenFiles(Path folder) {
    this.folder = folder;
  }

  /** Puts that behind the file's first bytes, in place of whatever may be there. */
  void write(String name, byte[] bytes, long at) throws IOException {
    with(name, file -> writeFully(file, bytes, at));
  }

  /** Leaves no line in the file, but one byte: what was cut to nothing ext4 writes out at once. */
  void empty(String name) throws IOException {
    cut(name, 1);
  }

  /** Leaves its first bytes alone. */
  void cut(String name, long length) throws IOException {
    with(name, file -> file.truncate(length));
  }

  /** As above, of a file in whatever folder, which does not stay open. */
  static void cut(Path path, long length) throws IOException {
    try (FileChannel file = FileChannel.open(path, EXISTING)) {
      file.truncate(length);
    }
  }

  /** From now on the file has that name, in place of any that had it before. */
  void rename(String from, String to) throws IOException {
    close(to);
    Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    FileChannel file = open.remove(from);
    if (file != null) {
      open.put(to, file);
    }
  }

  /** It is going to be moved or removed. */
  void close(String name) {
    close(open.remove(name));
  }

  void closeAll() {
    open.values().forEach(OpenFiles::close);
    open.clear();
  }

  private void with(String name, Work work) throws IOException {
    try {
      work.on(opened(name));
    } catch (ClosedByInterruptException e) {
      // Somebody interrupted our thread, which closes the file but means nothing here.
      Thread.interrupted();
      close(name);
      work.on(opened(name));
    } catch (IOException e) {
      close(name);
      throw e;
    }
  }

  private FileChannel opened(String name) throws IOException {
    FileChannel known = open.get(name);
    if (known != null) {
      return known;
    }
    FileChannel file = FileChannel.open(folder.resolve(name), EXISTING);
    open.put(name, file);
    if (open.size() > MOST) {
      Iterator<FileChannel> oldest = open.values().iterator();
      close(oldest.next());
      oldest.remove();
    }
    return file;
  }

  /** A file of its own that does not stay open; there is none if that fails. */
  static void makeWhole(Path path, byte[] bytes) throws IOException {
    try (FileChannel file = FileChannel.open(path, NEW, Access.ofFiles(path))) {
      try {
        writeFully(file, bytes, 0);
      } catch (Throwable e) {
        Files.deleteIfExists(path);
        throw e;
      }
    }
  }

  private static void writeFully(FileChannel file, byte[] bytes, long at) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.position() < bytes.length) {
      buffer.limit(Math.min(bytes.length, buffer.position() + MOST_AT_ONCE));
      file.write(buffer, at + buffer.position());
    }
  }

  private static void close(@Nullable FileChannel file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException ignored) {
      // Everything was written; a descriptor that cannot be closed is gone nonetheless.
    }
  }
}
