package com.example.samples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Puts tarballs together entry by entry, evil ones too; the same entries give the same bytes. */
public final class TarWriter {
  private static final long TIME = 1_735_689_600_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

  /** An empty tarball. */
  public TarWriter() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /** A file of text. */
  public TarWriter text(String name, String content) {
    return bytes(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** A file of bytes. */
  public TarWriter bytes(String name, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    return put(entry, content);
  }

  /** A file with the content of another. */
  public TarWriter file(String name, Path file) throws IOException {
    return bytes(name, Files.readAllBytes(file));
  }

  /** Every file below the folder, under that prefix. */
  public TarWriter tree(String prefix, Path folder) throws IOException {
    for (Path file : SortedFiles.below(folder)) {
      file(prefix + folder.relativize(file).toString().replace('\\', '/'), file);
    }
    return this;
  }

  /** A symbolic link. */
  public TarWriter symbolicLink(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
    entry.setLinkName(target);
    return put(entry, new byte[0]);
  }

  /** A hard link. */
  public TarWriter hardLink(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK, true);
    entry.setLinkName(target);
    return put(entry, new byte[0]);
  }

  /** The finished tarball. */
  public byte[] plain() {
    try {
      tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The finished tarball, compressed. */
  public byte[] gzipped() {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(plain());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private TarWriter put(TarArchiveEntry entry, byte[] content) {
    entry.setModTime(TIME);
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }
}
