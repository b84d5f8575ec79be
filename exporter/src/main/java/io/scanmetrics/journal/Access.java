package io.scanmetrics.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Who may read what: everything in a spool is for its user alone, because it holds what scanners
 * found. On file systems without users and rights of POSIX nothing of this applies.
 */
final class Access {
  private static final FileAttribute<?>[] NONE = {};
  private static final int ROOT = 0;

  private Access() {}

  /** What a folder is created with, so that there is no moment in which others may enter it. */
  static FileAttribute<?>[] ofFolders(Path at) {
    return isPosix(at) ? only("rwx------") : NONE;
  }

  /** As {@link #ofFolders}, for a file. */
  static FileAttribute<?>[] ofFiles(Path at) {
    return isPosix(at) ? only("rw-------") : NONE;
  }

  /** Whether both belong to the same user; links are not followed. */
  static boolean isSameOwner(Path one, Path other) throws IOException {
    return Files.getOwner(one, LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getOwner(other, LinkOption.NOFOLLOW_LINKS));
  }

  /** Whether it belongs to the administrator, who may do anything anyway. */
  static boolean isRoots(Path path) throws IOException {
    return isPosix(path)
        && Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(ROOT);
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static FileAttribute<?>[] only(String rights) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
    };
  }
}
