package com.example.scanner.log;

import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One scan, or one execution of one phase, from its first statement to its last. Times in the log
 * are microseconds since the epoch: the wall clock at the start, and that plus the elapsed
 * monotonic time at the end. Belongs to the thread that opened it and is ended exactly once.
 */
public final class Step {
  private final ScanLog log;
  private final long startNanos;
  private final Instant start;
  private final ScanRequest request;
  private final @Nullable String phase;
  private final Map<String, @Nullable Object> facts = new LinkedHashMap<>();

  Step(ScanLog log, long startNanos, Instant start, ScanRequest request, @Nullable String phase) {
    this.log = log;
    this.startNanos = startNanos;
    this.start = start;
    this.request = request;
    this.phase = phase;
  }

  /** Adds something found out on the way to the line. */
  public Step fact(String name, @Nullable Object value) {
    facts.put(name, value);
    return this;
  }

  /** It worked. */
  public void succeeded() {
    end(System.nanoTime(), true, null, null);
  }

  /** It ended without an exception, and still did not do all that it should. */
  public void failed(String code, @Nullable String message) {
    end(System.nanoTime(), false, code, message);
  }

  /** It ended with an exception: of its own kinds the code counts, of others the class. */
  public void failed(Exception error) {
    long now = System.nanoTime();
    String code = error instanceof ScanException known ? known.code() : error.getClass().getName();
    end(now, false, code, error.getMessage());
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private void end(
      long endNanos, boolean success, @Nullable String code, @Nullable String message) {
    long startMicros = micros(start);
    long micros = (endNanos - startNanos) / 1_000;
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("event", phase == null ? "scan" : "phase");
    line.put("scan_id", request.id());
    line.put("tenant_id", request.tenantId());
    line.put("surface_id", request.surfaceId());
    line.put("artifact", request.getArtifactName());
    if (phase != null) {
      line.put("phase", phase);
    }
    line.put("thread", Thread.currentThread().getName());
    line.put("start_us", startMicros);
    line.put("end_us", startMicros + micros);
    line.put("duration_us", micros);
    line.put("success", success);
    line.put("error_code", code);
    line.put("error_message", message);
    line.putAll(facts);
    log.add(line);
  }
}
