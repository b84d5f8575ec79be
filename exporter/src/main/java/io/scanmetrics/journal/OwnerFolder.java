package io.scanmetrics.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A process's own folder in the spool, with a lock on a file in it for as long as the process
 * lives: whose lock can be had is dead. The operating system gives the lock back however the
 * process ends.
 *
 * <p>Locks are the process's, not the channel's: whoever closes any channel of the same file drops
 * them. So no folder of this JVM, whichever class loader it is of, is ever opened to look whether
 * its owner lives; its name says that it does.
 */
final class OwnerFolder implements AutoCloseable {
  static final String LOCK = "lock";

  /** Of a folder that is not locked yet, or of a process that died meanwhile. */
  static final String UNFINISHED = ".new-";

  /** Of a folder whose owner gave it up with scans in it. */
  private static final String LEFT = "left-";

  private static final Pattern NAMES =
      Pattern.compile(
          "(%s)?\\d+-(\\d+|x)-%3$s|%2$s%3$s"
              .formatted(Pattern.quote(UNFINISHED), LEFT, "[0-9a-f]{16}"));

  private static final int MOST_TRIES = 3;

  /** What the names of all folders of this JVM begin with, and of no other that runs. */
  private static final String THIS_JVM = thisJvm();

  private final Path path;
  private final FileChannel lock;
  private final @Nullable Object lockFileKey;

  private OwnerFolder(Path path, FileChannel lock) throws IOException {
    this.path = path;
    this.lock = lock;
    this.lockFileKey = keyOf(path.resolve(LOCK));
  }

  /**
   * A new one, locked before anyone can see it.
   *
   * @param spool exists already
   */
  static OwnerFolder claim(Path spool) throws IOException {
    for (int tries = 1; ; tries++) {
      OwnerFolder claimed = tryToClaim(spool);
      if (claimed != null) {
        return claimed;
      }
      if (tries == MOST_TRIES) {
        throw new IOException("the lock of a file that was just made is someone else's");
      }
    }
  }

  /** Null if somebody took it for the folder of a process that died while it made it. */
  private static @Nullable OwnerFolder tryToClaim(Path spool) throws IOException {
    String name = THIS_JVM + random();
    Path unfinished = spool.resolve(UNFINISHED + name);
    Files.createDirectory(unfinished, Access.ofFolders(spool));
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              unfinished.resolve(LOCK),
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              Access.ofFiles(spool));
      if (channel.tryLock() == null) {
        channel.close();
        return null;
      }
      channel.write(ByteBuffer.wrap(whoWeAre().getBytes(StandardCharsets.UTF_8)));
      Path path = spool.resolve(name);
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      return new OwnerFolder(path, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      Files.deleteIfExists(unfinished.resolve(LOCK));
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  /**
   * The folder of a dead process, locked; {@code null} if its owner lives, or someone else is just
   * taking it over.
   */
  static @Nullable OwnerFolder takeOver(Path path) throws IOException {
    if (isOfThisJvm(path)) {
      return null;
    }
    FileChannel channel;
    try {
      channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      removeIfEmpty(path);
      return null;
    }
    try {
      if (channel.tryLock() != null) {
        return new OwnerFolder(path, channel);
      }
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      // Taken over by another thread of this JVM, or removed by whoever had it before.
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  /** Whether its owner lives, for whoever takes nothing over in this JVM. */
  static boolean isOwned(Path path) throws IOException {
    if (isOfThisJvm(path)) {
      return true;
    }
    try (FileChannel channel =
            FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock held = channel.tryLock()) {
      return held == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether a folder may be one: others that lie beside them are none of our business. */
  static boolean isNameOfOne(Path path) {
    return NAMES.matcher(path.getFileName().toString()).matches();
  }

  /** Whether a folder is of some spool of this JVM, which lives. */
  static boolean isOfThisJvm(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(THIS_JVM) || name.startsWith(UNFINISHED + THIS_JVM);
  }

  Path path() {
    return path;
  }

  /** Whether it is still there, and still the one that was locked. */
  boolean isIntact() {
    try {
      Object key = keyOf(path.resolve(LOCK));
      return key == null || key.equals(lockFileKey);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it can be listed, without which nothing in it can be read just now. */
  boolean isReadable() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      return files.iterator().hasNext();
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  /** Whether a file of that name in it can be read. */
  boolean canRead(String fileName) {
    try {
      Files.readAllBytes(path.resolve(fileName));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Scans in it, and not too many of them. What was not finished when its owner died is removed.
   */
  List<Path> files(int most) throws IOException {
    List<Path> scans = scans(path, most);
    if (scans.size() < most) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(path, "*" + SpoolFiles.UNFINISHED)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
    }
    return scans;
  }

  /**
   * The files of scans in a folder, whoever it belongs to: first those that several share, in the
   * order in which they were made. None if there is no such folder any more.
   */
  static List<Path> scans(Path folder, int most) throws IOException {
    List<Path> scans =
        files(folder, SharedFiles.PREFIX + "*" + SpoolFiles.SUFFIX, Integer.MAX_VALUE);
    Collections.sort(scans);
    if (scans.size() >= most) {
      return scans.subList(0, most);
    }
    for (Path file : files(folder, "*" + SpoolFiles.SUFFIX, most)) {
      if (scans.size() < most && !SharedFiles.isShared(SpoolFiles.nameOf(file))) {
        scans.add(file);
      }
    }
    return scans;
  }

  private static List<Path> files(Path folder, String names, int most) throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
      Iterator<Path> each = files.iterator();
      while (all.size() < most && each.hasNext()) {
        all.add(each.next());
      }
    } catch (NoSuchFileException e) {
      return all;
    }
    return all;
  }

  /** Removes it if there is nothing in it, else leaves it to whoever takes it over. */
  @Override
  public void close() throws IOException {
    try (lock) {
      if (!isIntact()) {
        return;
      }
      if (isEmpty()) {
        Files.delete(path.resolve(LOCK));
        // Whoever finds it without a lock removes it as well.
        Files.deleteIfExists(path);
      } else if (isOfThisJvm(path)) {
        Files.move(path, path.resolveSibling(LEFT + random()), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /** Without a lock it is being removed, or was when its remover died. */
  private static void removeIfEmpty(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // There is something in it, which is none of our making.
    }
  }

  private boolean isEmpty() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        if (!file.endsWith(LOCK)) {
          return false;
        }
      }
    }
    return true;
  }

  private static @Nullable Object keyOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /**
   * Process ids are used again, in containers at once: together with the time of the start they are
   * not.
   */
  private static String thisJvm() {
    ProcessHandle self = ProcessHandle.current();
    String start =
        self.info().startInstant().map(Instant::toEpochMilli).map(String::valueOf).orElse("x");
    return self.pid() + "-" + start + "-";
  }

  private static String whoWeAre() {
    return "pid " + ProcessHandle.current().pid() + "\n";
  }

  static String random() {
    return "%016x".formatted(ThreadLocalRandom.current().nextLong());
  }
}
