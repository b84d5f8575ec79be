package io.scanmetrics.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
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
  private static final int MOST = 16;

  /** The JDK copies what is written into memory off the heap, which it then keeps. */
  private static final int MOST_AT_ONCE = 64 * 1024;

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final Set<OpenOption> EXISTING =
      Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Path folder;
  private final Map<String, FileChannel> open = new LinkedHashMap<>(MOST * 2, 0.75f, true);

  OpenFiles(Path folder) {
    this.folder = folder;
  }

  /** Makes a file with that in it. */
  void create(String name, byte[] bytes) throws IOException {
    FileChannel file = FileChannel.open(folder.resolve(name), NEW, Access.ofFiles(folder));
    keep(name, file);
    put(name, file, bytes, 0);
  }

  /** Puts that behind the file's first bytes, in place of whatever may be there. */
  void write(String name, byte[] bytes, long at) throws IOException {
    FileChannel file = open.get(name);
    if (file == null) {
      file = FileChannel.open(folder.resolve(name), EXISTING);
      keep(name, file);
    }
    put(name, file, bytes, at);
  }

  /** It is going to be renamed, removed or replaced. */
  void close(String name) {
    close(open.remove(name));
  }

  void closeAll() {
    open.values().forEach(OpenFiles::close);
    open.clear();
  }

  private void keep(String name, FileChannel file) {
    open.put(name, file);
    if (open.size() > MOST) {
      Iterator<FileChannel> oldest = open.values().iterator();
      close(oldest.next());
      oldest.remove();
    }
  }

  private void put(String name, FileChannel file, byte[] bytes, long at) throws IOException {
    try {
      writeFully(file, bytes, at);
    } catch (ClosedByInterruptException e) {
      // Somebody interrupted our thread, which closes the file but means nothing here.
      Thread.interrupted();
      close(name);
      FileChannel again = FileChannel.open(folder.resolve(name), EXISTING);
      keep(name, again);
      writeFully(again, bytes, at);
    } catch (IOException e) {
      close(name);
      throw e;
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
