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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what ran and when. Every phase opens a {@link Step} as its first statement and ends it
 * as its last; lines are formatted and written by a thread of their own, so that no phase pays for
 * its own record. Thread-safe. The file is appended to, one JSON object per line, in the order in
 * which steps ended.
 */
public final class ScanLog implements AutoCloseable {
  private static final Map<String, @Nullable Object> END = Map.of();

  private final BlockingQueue<Map<String, @Nullable Object>> lines = new LinkedBlockingQueue<>();
  private final @Nullable Thread writing;
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
    ScanLog log = new ScanLog(out);
    Map<String, @Nullable Object> opening = new LinkedHashMap<>();
    opening.put("event", "open");
    opening.put("start_us", Step.micros(Instant.now()));
    opening.put("pid", ProcessHandle.current().pid());
    opening.put("java", Runtime.version().toString());
    log.add(opening);
    return log;
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

  void add(Map<String, @Nullable Object> line) {
    if (writing != null) {
      lines.add(line);
    }
  }

  /** Returns when every line is in the file. */
  @Override
  public void close() throws IOException {
    if (writing == null) {
      return;
    }
    lines.add(END);
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
      for (Map<String, @Nullable Object> line = lines.take();
          !line.isEmpty();
          line = lines.take()) {
        out.write(Json.text(line));
        out.write('\n');
        out.flush();
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
