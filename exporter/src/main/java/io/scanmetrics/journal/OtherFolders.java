package io.scanmetrics.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** What a process does with the folders of others in the same spool. */
final class OtherFolders {
  private OtherFolders() {}

  /**
   * Takes scans out of folders whose owners are dead, and removes those that are empty then.
   *
   * @param ours some file or folder of this user's; what belongs to others is left alone
   * @param most about so many: a file that several share is taken as a whole
   * @param taking takes a file, and says how many scans there were in it
   * @return how many were taken
   * @throws IOException if one of them could not be read, and nothing was taken out of the others
   */
  static int take(List<Path> folders, Path ours, int most, ToIntFunction<Path> taking)
      throws IOException {
    int count = 0;
    IOException fault = null;
    for (Path folder : folders) {
      try {
        if (count < most && isOfSameUser(folder, ours)) {
          count += take(folder, most - count, taking);
        }
      } catch (IOException e) {
        fault = e;
      }
    }
    if (fault != null && count == 0) {
      throw fault;
    }
    return count;
  }

  /** No longer, if whoever was faster has emptied and removed it. */
  private static boolean isOfSameUser(Path folder, Path ours) throws IOException {
    try {
      return Access.isSameOwner(folder, ours);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static int take(Path folder, int most, ToIntFunction<Path> taking) throws IOException {
    int count = 0;
    try (OwnerFolder dead = OwnerFolder.takeOver(folder)) {
      if (dead != null) {
        Iterator<Path> files = dead.files(most).iterator();
        while (count < most && files.hasNext()) {
          count += taking.applyAsInt(files.next());
        }
      }
    }
    return count;
  }

  /** How many scans in these folders have lines that are wanted. */
  static int count(List<Path> folders, Predicate<byte[]> wanted) throws IOException {
    int count = 0;
    for (Path folder : folders) {
      for (Path file : OwnerFolder.scans(folder, Integer.MAX_VALUE)) {
        for (byte[] lines : SharedLines.linesIn(file)) {
          count += wanted.test(lines) ? 1 : 0;
        }
      }
    }
    return count;
  }
}
