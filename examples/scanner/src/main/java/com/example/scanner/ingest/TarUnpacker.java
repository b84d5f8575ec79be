package com.example.scanner.ingest;

import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.ScanException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Unpacks tarballs, plain or gzipped, into a folder. Only directories, regular files and hard links
 * to files already there are made; symbolic links, devices and permissions are not, so nothing that
 * is unpacked can lead outside. Image layers go over one another, their whiteouts delete.
 */
final class TarUnpacker {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final byte[] TAR_MAGIC = {'u', 's', 't', 'a', 'r'};
  private static final int TAR_MAGIC_AT = 257;

  private final Budget budget;

  TarUnpacker(Budget budget) {
    this.budget = budget;
  }

  /** Unpacks a whole artifact. */
  void unpack(Path tarball, Path folder) throws IOException, ScanException {
    forEach(folder, tarball, (entry, path, content) -> write(entry, path, content, folder));
  }

  /**
   * Unpacks one layer of an image over what the layers below it left. Its whiteouts go first: they
   * are about the layers below, wherever in the layer they stand.
   */
  void unpackLayer(Path layer, Path folder) throws IOException, ScanException {
    forEach(
        folder,
        layer,
        (entry, path, content) -> {
          if (isWhiteout(path)) {
            whiteOut(path);
          }
        });
    forEach(
        folder,
        layer,
        (entry, path, content) -> {
          if (!isWhiteout(path)) {
            write(entry, path, content, folder);
          }
        });
  }

  /** What is done with one entry; the path lies below the folder. */
  private interface EntryAction {
    void on(TarArchiveEntry entry, Path path, InputStream content)
        throws IOException, ScanException;
  }

  private static void forEach(Path folder, Path tarball, EntryAction action)
      throws IOException, ScanException {
    try (InputStream in = open(tarball);
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = EntryPath.below(folder, entry.getName());
        if (!path.equals(folder)) {
          action.on(entry, path, tar);
        }
      }
      // What follows the last entry has to be readable too: a gzip trailer holds the checksum.
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private void write(TarArchiveEntry entry, Path path, InputStream content, Path folder)
      throws IOException, ScanException {
    if (isRegular(entry)) {
      makeWay(folder, path);
      budget.copy(entry.getName(), content, path);
      return;
    }
    budget.take(entry.getName());
    if (entry.isDirectory()) {
      makeFolder(folder, path);
    } else if (entry.isLink()) {
      Path target = EntryPath.below(folder, entry.getLinkName());
      if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && !target.equals(path)) {
        makeWay(folder, path);
        Files.copy(target, path, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static boolean isRegular(TarArchiveEntry entry) {
    byte flag = entry.getLinkFlag();
    return flag == TarConstants.LF_NORMAL
        || flag == TarConstants.LF_OLDNORM
        || flag == TarConstants.LF_CONTIG;
  }

  private static boolean isWhiteout(Path path) {
    return name(path).startsWith(WHITEOUT);
  }

  private static void whiteOut(Path path) throws IOException {
    String name = name(path);
    Path hidden = path.resolveSibling(name.equals(OPAQUE) ? "" : name.substring(WHITEOUT.length()));
    boolean folder = name.equals(OPAQUE) && Files.isDirectory(hidden);
    if (Files.exists(hidden, LinkOption.NOFOLLOW_LINKS)) {
      Workspace.deleteTree(hidden);
    }
    if (folder) {
      Files.createDirectories(hidden);
    }
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  /** An upper layer may put a file where a folder was, and the other way round. */
  private static void makeWay(Path folder, Path file) throws IOException {
    if (Files.isDirectory(file)) {
      Workspace.deleteTree(file);
    }
    makeFolder(folder, file.resolveSibling(""));
  }

  private static void makeFolder(Path folder, Path path) throws IOException {
    Path part = folder;
    for (Path name : folder.relativize(path)) {
      part = part.resolve(name);
      if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(part);
      }
    }
    Files.createDirectories(path);
  }

  private static InputStream open(Path tarball) throws IOException, ScanException {
    InputStream in = new BufferedInputStream(Files.newInputStream(tarball), 1 << 16);
    try {
      in.mark(2);
      boolean gzip = (in.read() << 8 | in.read()) == GZIP_MAGIC;
      in.reset();
      InputStream plain = gzip ? new BufferedInputStream(new GZIPInputStream(in), 1 << 16) : in;
      plain.mark(TAR_MAGIC_AT + TAR_MAGIC.length);
      plain.skipNBytes(TAR_MAGIC_AT);
      boolean tar = Arrays.equals(plain.readNBytes(TAR_MAGIC.length), TAR_MAGIC);
      plain.reset();
      if (!tar) {
        throw new ScanException(ErrorCode.UNSUPPORTED_ARTIFACT, "not a tarball");
      }
      return plain;
    } catch (IOException | ScanException e) {
      in.close();
      throw e;
    }
  }
}
