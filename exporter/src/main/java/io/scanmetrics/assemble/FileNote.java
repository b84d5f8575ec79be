package io.scanmetrics.assemble;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.json.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scan's file tells people, as far as it can be read; nothing in it is taken for granted.
 *
 * @param scanId as the application gave it; {@code null} if it gave none
 * @param traceId of the scan, or of its phases
 * @param isOver whether the scan had ended, or was given up
 * @param reason why it was set aside, the last time if it was more than once
 * @param setAsideAt when that was
 */
public record FileNote(
    @Nullable String scanId,
    @Nullable String traceId,
    boolean isOver,
    @Nullable String reason,
    @Nullable Instant setAsideAt) {

  /** Reads all lines that can be read. */
  public static FileNote of(byte[] file) {
    FileNote note = new FileNote(null, null, false, null, null);
    int from = 0;
    for (int i = 0; i < file.length; i++) {
      if (file[i] == '\n') {
        note = note.with(file, from, i);
        from = i + 1;
      }
    }
    return note;
  }

  private FileNote with(byte[] file, int from, int to) {
    try {
      Map<String, Object> line = JsonText.readObject(file, from, to);
      LineFormat.Event event = LineFormat.Event.of(line.get(LineFormat.EVENT));
      if (event == LineFormat.Event.SET_ASIDE) {
        Object at = line.get(LineFormat.AT);
        return new FileNote(
            scanId,
            traceId,
            isOver,
            textOf(line, LineFormat.REASON),
            at instanceof Long micros ? KnownPhase.instant(micros) : null);
      }
      boolean over = event == LineFormat.Event.ENDED || event == LineFormat.Event.ABORTED;
      boolean scan = over || event == LineFormat.Event.STARTED;
      String trace = textOf(line, LineFormat.TRACE);
      return new FileNote(
          scan ? scanIdOf(line) : scanId,
          trace != null && (scan || traceId == null) ? trace : traceId,
          isOver || over,
          reason,
          setAsideAt);
    } catch (IOException | RuntimeException e) {
      return this;
    }
  }

  private @Nullable String scanIdOf(Map<String, Object> line) {
    Object id =
        line.get(LineFormat.ATTRIBUTES) instanceof Map<?, ?> attributes
            ? attributes.get(ScanAttribute.SCAN_ID.key())
            : null;
    return id == null || id.equals("") ? scanId : id.toString();
  }

  private static @Nullable String textOf(Map<String, Object> line, String name) {
    return line.get(name) instanceof String text ? text : null;
  }
}
