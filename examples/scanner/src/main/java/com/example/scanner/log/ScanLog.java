package com.example.scanner.log;

import com.example.scanner.model.Json;
import com.example.scanner.model.ScanRequest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what ran and when. Every phase opens a {@link Step} as its first statement and ends it
 * as its last, so what a step costs is part of what it measures. Therefore an ended step is only
 * put on a queue, which wakes nobody; a thread of the log's own looks there every now and then,
 * formats the lines and writes them. Thread-safe. The file is appended to, one JSON object per
 * line, in the order in which steps ended.
 */
public final class ScanLog implements AutoCloseable {
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private final Queue<Step> ended = new ConcurrentLinkedQueue<>();
  private final @Nullable Thread writing;
  private volatile boolean closing;
  private volatile @Nullable IOException failure;

  private ScanLog(@Nullable Writer out) {
    writing = out == null ? null : new Thread(() -> write(out), "scan-log");
    if (writing != null) {
      writing.setDaemon(true);
      writing.start();
    }
  }

  /** A log that keeps nothing. */
  public static ScanLog none() {
    return new ScanLog(null);
  }

  /** A log into that file, which is created if it is missing. */
  public static ScanLog to(Path file) throws IOException {
    BufferedWriter out =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Map<String, @Nullable Object> opening = new LinkedHashMap<>();
    opening.put("event", "open");
    opening.put("start_us", Step.micros(Instant.now()));
    opening.put("pid", ProcessHandle.current().pid());
    opening.put("java", Runtime.version().toString());
    writeLine(out, opening);
    return new ScanLog(out);
  }

  /** A whole scan begins, now. */
  public Step scan(ScanRequest request) {
    long nanos = System.nanoTime();
    return new Step(this, nanos, Instant.now(), request, null);
  }

  /** One execution of a phase begins, now, on this thread. */
  public Step phase(String phase, ScanRequest request) {
    long nanos = System.nanoTime();
    return new Step(this, nanos, Instant.now(), request, phase);
  }

  void ended(Step step) {
    if (writing != null) {
      ended.add(step);
    }
  }

  /** Returns when every line is in the file. */
  @Override
  public void close() throws IOException {
    if (writing == null) {
      return;
    }
    closing = true;
    LockSupport.unpark(writing);
    try {
      writing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    IOException broken = failure;
    if (broken != null) {
      throw new IOException("the log could not be written", broken);
    }
  }

  private void write(Writer out) {
    try (out) {
      while (!closing) {
        writeEnded(out);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      writeEnded(out);
    } catch (IOException e) {
      failure = e;
    }
  }

  private void writeEnded(Writer out) throws IOException {
    for (Step step = ended.poll(); step != null; step = ended.poll()) {
      writeLine(out, step.line());
    }
  }

  private static void writeLine(Writer out, Map<String, @Nullable Object> line) throws IOException {
    out.write(Json.text(line));
    out.write('\n');
    out.flush();
  }
}
