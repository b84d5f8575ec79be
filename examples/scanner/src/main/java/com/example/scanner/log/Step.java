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
 * monotonic time at the end. Belongs to the thread that opened it until that thread ends it,
 * exactly once; from then on to the log.
 */
public final class Step {
  private final ScanLog log;
  private final long startNanos;
  private final Instant start;
  private final ScanRequest request;
  private final @Nullable String phase;
  private final Map<String, @Nullable Object> facts = new LinkedHashMap<>();
  private final Thread thread = Thread.currentThread();
  private long endNanos;
  private @Nullable String code;
  private @Nullable String message;

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
    endNanos = System.nanoTime();
    log.ended(this);
  }

  /** It ended without an exception, and still did not do all that it should. */
  public void failed(String errorCode, @Nullable String errorMessage) {
    endNanos = System.nanoTime();
    code = errorCode;
    message = errorMessage;
    log.ended(this);
  }

  /** It ended with an exception: of its own kinds the code counts, of others the class. */
  public void failed(Exception error) {
    endNanos = System.nanoTime();
    code = error instanceof ScanException known ? known.code() : error.getClass().getName();
    message = error.getMessage();
    log.ended(this);
  }

  /** The line of an ended step. */
  Map<String, @Nullable Object> line() {
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
    line.put("thread", thread.getName());
    line.put("start_us", startMicros);
    line.put("end_us", startMicros + micros);
    line.put("duration_us", micros);
    line.put("success", code == null);
    line.put("error_code", code);
    line.put("error_message", message);
    line.putAll(facts);
    return line;
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
