package io.scanmetrics.agent;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A jar read where it lies: a whole file, or an uncompressed entry of another jar. The JVM reads
 * the directory of every jar on its class path before {@code main}; so what only the agent reads
 * lies in jars of its own inside the agent's jar, and costs nothing until it is opened.
 *
 * <p>Reads what the build packs, no more: no comment behind the directory, no ZIP64, no encryption.
 * For any thread. Not by channels: interrupting a thread that reads one closes it.
 */
final class NestedJar {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY_SIZE = 46;
  private static final int HEADER_SIZE = 30;
  private static final int STORED = 0;

  private final RandomAccessFile file;
  private final long start;

  /** The entries as they stand at the end of the jar, one record for each. */
  private final byte[] directory;

  /** By name, where an entry's record begins in the directory. */
  private final Map<String, Integer> records;

  /**
   * Reads the directory.
   *
   * @param file stays open; whoever reads locks it
   * @param start where the jar begins in it, in bytes
   * @param length of the jar in bytes
   * @throws IOException if it is no jar of this build
   */
  NestedJar(RandomAccessFile file, long start, long length) throws IOException {
    this.file = file;
    this.start = start;
    byte[] end = read(length - END_SIZE, END_SIZE);
    if (int4(end, 0) != END_SIGNATURE) {
      throw damaged();
    }
    int count = int2(end, 10);
    this.directory = read(int4(end, 16), int4(end, 12));
    this.records = new HashMap<>(count * 2);
    int at = 0;
    for (int i = 0; i < count; i++) {
      if (int4(directory, at) != ENTRY_SIGNATURE) {
        throw damaged();
      }
      int nameLength = int2(directory, at + 28);
      String name = new String(directory, at + ENTRY_SIZE, nameLength, StandardCharsets.ISO_8859_1);
      records.put(name, at);
      at += ENTRY_SIZE + nameLength + int2(directory, at + 30) + int2(directory, at + 32);
    }
  }

  /** Whether there is an entry of that name. */
  boolean has(String name) {
    return records.containsKey(name);
  }

  /** The content of an entry; {@code null} if there is none of that name. */
  byte[] read(String name) throws IOException {
    Integer record = records.get(name);
    if (record == null) {
      return null;
    }
    byte[] packed = read(contentOf(record), int4(directory, record + 20));
    return int2(directory, record + 10) == STORED
        ? packed
        : Packed.unpack(packed, int4(directory, record + 24));
  }

  /** A jar that is an uncompressed entry of this one. */
  NestedJar nested(String name) throws IOException {
    Integer record = records.get(name);
    if (record == null) {
      throw new IOException(name + " is missing from the agent's jar");
    }
    if (int2(directory, record + 10) != STORED) {
      throw new IOException(
          name + " lies compressed in the agent's jar; use the jar as it was built");
    }
    return new NestedJar(file, start + contentOf(record), int4(directory, record + 24));
  }

  /** Behind the entry's own header, whose length only the header tells. */
  private long contentOf(int record) throws IOException {
    long at = int4(directory, record + 42);
    byte[] header = read(at, HEADER_SIZE);
    return at + HEADER_SIZE + int2(header, 26) + int2(header, 28);
  }

  private byte[] read(long at, int length) throws IOException {
    if (at < 0 || length < 0) {
      throw damaged();
    }
    byte[] bytes = new byte[length];
    synchronized (file) {
      file.seek(start + at);
      file.readFully(bytes);
    }
    return bytes;
  }

  private static IOException damaged() {
    return new IOException("the agent's jar is cut off or damaged");
  }

  private static int int2(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  private static int int4(byte[] bytes, int at) {
    return int2(bytes, at) | int2(bytes, at + 2) << 16;
  }

  /** Apart, because what every JVM loads is not packed. */
  private static final class Packed {
    static byte[] unpack(byte[] packed, int length) throws IOException {
      Inflater inflater = new Inflater(true);
      try {
        byte[] bytes = new byte[length];
        inflater.setInput(packed);
        if (inflater.inflate(bytes) != length) {
          throw damaged();
        }
        return bytes;
      } catch (DataFormatException e) {
        throw damaged();
      } finally {
        inflater.end();
      }
    }
  }
}
