package io.scanmetrics.journal;

import io.scanmetrics.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a file that several scans share says: before the lines of each there is one with its name
 * and how many bytes they take, and other lines say which of the scans, counted from zero, it is
 * kept for no longer.
 *
 * <p>A process may die in the middle of writing; a scan of which not every byte is there is not
 * there at all.
 */
final class SharedLines {
  private static final String SCAN = "scan";
  private static final String BYTES = "bytes";
  private static final String GONE = "gone";

  /** They become names of files. */
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z-]{1,100}");

  private final byte[] file;
  private final List<Section> sections = new ArrayList<>();
  private final BitSet gone = new BitSet();

  /** How far it was read. */
  private int end;

  private boolean damaged;

  /** A scan's lines, from the one place to before the other. */
  private record Section(String name, int from, int to) {}

  private SharedLines(byte[] file) {
    this.file = file;
  }

  /** How many scans a file holds, be it shared or one scan's; one if it cannot be read. */
  static int scansIn(Path path) {
    if (!SharedFiles.isShared(path.getFileName().toString())) {
      return 1;
    }
    try {
      return read(SetAside.read(path)).countKept();
    } catch (IOException e) {
      return 1;
    }
  }

  /** The lines of each scan that a file holds, be it shared or one scan's. */
  static List<byte[]> linesIn(Path path) throws IOException {
    byte[] all = SetAside.read(path);
    if (!SharedFiles.isShared(path.getFileName().toString())) {
      return List.of(all);
    }
    SharedLines lines = read(all);
    List<byte[]> each = new ArrayList<>();
    for (int number = 0; number < lines.count(); number++) {
      if (!lines.gone.get(number)) {
        each.add(lines.lines(number));
      }
    }
    return each;
  }

  static SharedLines read(byte[] file) {
    SharedLines lines = new SharedLines(file);
    boolean more = true;
    while (more) {
      more = lines.readOn();
    }
    return lines;
  }

  /** What stands before so many bytes of a scan. */
  static byte[] before(String name, int bytes) {
    return utf8("{\"" + SCAN + "\":\"" + name + "\",\"" + BYTES + "\":" + bytes + "}\n");
  }

  /** Says that the file is kept for these scans no longer. */
  static byte[] gone(BitSet numbers) {
    String list = numbers.stream().mapToObj(String::valueOf).collect(Collectors.joining(","));
    return utf8("{\"" + GONE + "\":[" + list + "]}\n");
  }

  /** How many scans there are, those that it is kept for no longer as well. */
  int count() {
    return sections.size();
  }

  /** Which of them the file is kept for no longer. */
  BitSet gone() {
    return gone;
  }

  /** How many of them the file is kept for. */
  int countKept() {
    return sections.size() - gone.cardinality();
  }

  String name(int number) {
    return sections.get(number).name;
  }

  byte[] lines(int number) {
    Section section = sections.get(number);
    return Arrays.copyOfRange(file, section.from, section.to);
  }

  int length(int number) {
    Section section = sections.get(number);
    return section.to - section.from;
  }

  /** Whether there is something behind its end. */
  boolean isTorn() {
    return end < file.length;
  }

  /** Behind the last byte that says something. */
  int end() {
    return end;
  }

  /** What is behind that and nobody's unfinished work; mostly empty. */
  byte[] damaged() {
    return damaged ? Arrays.copyOfRange(file, end, file.length) : new byte[0];
  }

  /** Whether there may be more. */
  private boolean readOn() {
    int to = end;
    while (to < file.length && file[to] != '\n') {
      to++;
    }
    if (to == file.length) {
      return false;
    }
    try {
      return read(JsonText.readObject(file, end, to), to + 1);
    } catch (IOException | RuntimeException e) {
      damaged = true;
      return false;
    }
  }

  private boolean read(Map<String, Object> line, int next) throws IOException {
    if (line.get(GONE) instanceof List<?> numbers) {
      for (Object number : numbers) {
        gone.set(number(number, sections.size()));
      }
      end = next;
      return true;
    }
    if (!(line.get(SCAN) instanceof String name) || !NAME.matcher(name).matches()) {
      throw new IOException("it has no name");
    }
    int bytes = number(line.get(BYTES), Integer.MAX_VALUE);
    if (bytes > file.length - next) {
      return false;
    }
    sections.add(new Section(name, next, next + bytes));
    end = next + bytes;
    return true;
  }

  private static int number(@Nullable Object value, int below) throws IOException {
    if (value instanceof Long number && number >= 0 && number < below) {
      return number.intValue();
    }
    throw new IOException("it is no number, or too large a one");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
