package io.scanmetrics.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What lies in a spool, seen from outside: nothing is taken over, moved or removed.
 *
 * @param ofLiving scans of processes that run, open or on their way to the store
 * @param ofDead scans that processes left which do not run any more; the next one on that folder,
 *     or a drain, delivers them
 * @param setAside scans that the store refused
 * @param bytes of all of them together
 */
public record SpoolSurvey(long ofLiving, long ofDead, long setAside, long bytes) {

  /**
   * Looks around in a folder, whoever works there meanwhile.
   *
   * @param folder need not be there
   * @throws IOException if it cannot be read
   */
  public static SpoolSurvey of(Path folder) throws IOException {
    SpoolSurvey all = new SpoolSurvey(0, 0, 0, 0);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && SpoolFolder.isPartOfOne(entry)) {
          all = all.plus(ofFolder(entry));
        }
      }
    } catch (NoSuchFileException e) {
      return all;
    }
    return all;
  }

  private static SpoolSurvey ofFolder(Path folder) throws IOException {
    boolean isSetAside = folder.endsWith(SpoolFolder.SET_ASIDE);
    long scans = 0;
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SpoolFiles.SUFFIX)) {
      for (Path file : files) {
        bytes += size(file);
        scans += isSetAside ? 1 : SharedLines.scansIn(file);
      }
    } catch (NoSuchFileException e) {
      // Its owner removed it meanwhile.
      return new SpoolSurvey(0, 0, 0, 0);
    }
    if (isSetAside) {
      return new SpoolSurvey(0, 0, scans, bytes);
    }
    if (scans > 0 && OwnerFolder.isOwned(folder)) {
      return new SpoolSurvey(scans, 0, 0, bytes);
    }
    // Whoever took its scans over meanwhile has them now, and has removed it.
    return Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
        ? new SpoolSurvey(0, scans, 0, bytes)
        : new SpoolSurvey(0, 0, 0, 0);
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private SpoolSurvey plus(SpoolSurvey other) {
    return new SpoolSurvey(
        ofLiving + other.ofLiving,
        ofDead + other.ofDead,
        setAside + other.setAside,
        bytes + other.bytes);
  }
}
