package io.scanmetrics.assemble;

import io.scanmetrics.json.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the {@link LineWriter} wrote, up to the last line that is whole: the process may have
 * died in the middle of the next one. For one file.
 */
final class LineReader {
  // So many hexadecimal digits, without capital letters.
  private static final int TRACE_ID = 32;
  private static final int SPAN_ID = 16;

  private String tenant = "";
  private @Nullable SpanRecord begun;
  private @Nullable SpanRecord ended;
  private @Nullable SpanRecord aborted;
  private final Map<String, SpanRecord> phases = new LinkedHashMap<>();
  private final Set<String> phasesLeft = new HashSet<>();
  private final List<SpanEvent.SpanSeen> between = new ArrayList<>();
  private @Nullable Progress progress;

  /** A file with a line that cannot be read; the message says which and why. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Reads all of a file. */
  static LineReader read(byte[] file) throws DamagedException {
    LineReader reader = new LineReader();
    int number = 0;
    int from = 0;
    for (int i = 0; i < file.length; i++) {
      if (file[i] == '\n') {
        number++;
        reader.line(number, file, from, i);
        from = i + 1;
      }
    }
    return reader;
  }

  /** The tenant of scans that name none. */
  String tenant() {
    return tenant;
  }

  /** The scan as it was last known; {@code null} if it is not known. */
  @Nullable SpanRecord scan() {
    if (ended != null) {
      return ended;
    }
    return aborted != null ? aborted : begun;
  }

  boolean hasEnded() {
    return ended != null;
  }

  List<SpanRecord> phases() {
    return List.copyOf(phases.values());
  }

  /** The span ids of phases that the scan had and has no more. */
  Set<String> phasesLeft() {
    return phasesLeft;
  }

  /** When it was last seen to run, by whatever happened in it, and in which phase it was then. */
  Progress progress(Instant startedAt) {
    Progress last = progress == null ? Progress.seenAt(startedAt) : progress;
    for (SpanRecord phase : phases.values()) {
      Instant end = KnownPhase.instant(phase.endMicros());
      if (end.isAfter(last.lastSeenAt())) {
        last = Progress.seenAt(end);
      }
    }
    return last;
  }

  /** Those that stand between the phases and the scan, also what has left. */
  List<SpanEvent.SpanSeen> spansBetween() {
    return between;
  }

  private void line(int number, byte[] file, int from, int to) throws DamagedException {
    try {
      Map<String, Object> line = JsonText.readObject(file, from, to);
      if (number == 1) {
        header(line);
      } else {
        event(line);
      }
    } catch (IOException | RuntimeException e) {
      throw new DamagedException("line " + number + " cannot be read: " + firstLineOf(e), e);
    }
  }

  private void header(Map<String, Object> line) throws IOException {
    long version = number(line, LineFormat.VERSION);
    if (version > LineFormat.THIS_VERSION) {
      throw new IOException("it is of a later version of Scan Metrics, which can read it");
    }
    tenant = text(line, LineFormat.TENANT);
  }

  private void event(Map<String, Object> line) throws IOException {
    LineFormat.Event event = LineFormat.Event.of(line.get(LineFormat.EVENT));
    if (event == null) {
      throw new IOException("the event is unknown");
    }
    switch (event) {
      case STARTED -> begun = span(line);
      case ENDED -> ended = span(line);
      case ABORTED -> aborted = span(line);
      case PHASE -> {
        phases.put(key(line), span(line));
        phasesLeft.remove(id(line.get(LineFormat.SPAN), SPAN_ID));
        readBetween(line);
      }
      case PHASE_LEFT -> {
        staysBetween(phases.remove(key(line)));
        phasesLeft.add(id(line.get(LineFormat.SPAN), SPAN_ID));
      }
      case SEEN -> progress = readProgress(line);
      case SPANS -> readBetween(line);
      case SET_ASIDE -> {
        // What was wrong then is tried again.
      }
    }
  }

  /** What is no phase of the scan any more may have others below it that are. */
  private void staysBetween(@Nullable SpanRecord left) {
    if (left != null) {
      between.add(new SpanEvent.SpanSeen(left.traceId(), left.spanId(), left.parentSpanId()));
    }
  }

  private static Progress readProgress(Map<String, Object> line) throws IOException {
    return new Progress(
        KnownPhase.instant(number(line, LineFormat.AT)),
        textOrNull(line, LineFormat.IN_PHASE),
        line.containsKey(LineFormat.START)
            ? KnownPhase.instant(number(line, LineFormat.START))
            : null);
  }

  private static String key(Map<String, Object> line) throws IOException {
    return id(line.get(LineFormat.TRACE), TRACE_ID) + id(line.get(LineFormat.SPAN), SPAN_ID);
  }

  private static SpanRecord span(Map<String, Object> line) throws IOException {
    return new SpanRecord(
        id(line.get(LineFormat.TRACE), TRACE_ID),
        id(line.get(LineFormat.SPAN), SPAN_ID),
        idOrNull(line.get(LineFormat.PARENT)),
        number(line, LineFormat.START),
        number(line, LineFormat.END),
        failure(line),
        object(line, LineFormat.ATTRIBUTES),
        object(line, LineFormat.RESOURCE),
        false);
  }

  private static SpanRecord.@Nullable Failure failure(Map<String, Object> line) throws IOException {
    if (!line.containsKey(LineFormat.FAILURE)) {
      return null;
    }
    Map<String, Object> failure = object(line, LineFormat.FAILURE);
    return new SpanRecord.Failure(
        textOrNull(failure, LineFormat.DESCRIPTION),
        textOrNull(failure, LineFormat.EXCEPTION_TYPE),
        textOrNull(failure, LineFormat.EXCEPTION_MESSAGE));
  }

  private void readBetween(Map<String, Object> line) throws IOException {
    String traceId = id(line.get(LineFormat.TRACE), TRACE_ID);
    if (line.get(LineFormat.BETWEEN) instanceof List<?> pairs) {
      for (Object pair : pairs) {
        if (!(pair instanceof List<?> ids) || ids.isEmpty()) {
          throw new IOException(LineFormat.BETWEEN + " is not a list of pairs");
        }
        between.add(
            new SpanEvent.SpanSeen(
                traceId, id(ids.get(0), SPAN_ID), ids.size() < 2 ? null : id(ids.get(1), SPAN_ID)));
      }
    }
  }

  private static long number(Map<String, Object> line, String name) throws IOException {
    if (line.get(name) instanceof Long number) {
      return number;
    }
    throw new IOException(name + " is not a whole number");
  }

  private static String text(Map<String, Object> line, String name) throws IOException {
    if (line.get(name) instanceof String text) {
      return text;
    }
    throw new IOException(name + " is not a text");
  }

  private static @Nullable String textOrNull(Map<String, Object> line, String name)
      throws IOException {
    return line.containsKey(name) ? text(line, name) : null;
  }

  private static String id(@Nullable Object value, int digits) throws IOException {
    if (value instanceof String id && id.length() == digits && isHexadecimal(id)) {
      return id;
    }
    throw new IOException("an id is missing, or not one of " + digits + " hexadecimal digits");
  }

  private static boolean isHexadecimal(String id) {
    for (int i = 0; i < id.length(); i++) {
      char digit = id.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String idOrNull(@Nullable Object value) throws IOException {
    return value == null ? null : id(value, SPAN_ID);
  }

  private static Map<String, Object> object(Map<String, Object> line, String name)
      throws IOException {
    Object value = line.get(name);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new IOException(name + " is not an object");
    }
    Map<String, Object> object = new LinkedHashMap<>();
    map.forEach((key, inner) -> object.put(String.valueOf(key), inner));
    return object;
  }

  private static String firstLineOf(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }
}
