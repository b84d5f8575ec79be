package com.acme.threads;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A scanner whose phases know which scan they are meant for. */
final class Scanner {
  private static final Map<String, AtomicInteger> PHASES = new ConcurrentHashMap<>();

  private Scanner() {}

  /** Work that a scan does, wherever it does it. */
  interface Work {
    void in(String scan) throws Exception;
  }

  static void scan(String id, Work work) throws Exception {
    work.in(id);
  }

  static String analyze(String scan) {
    PHASES.computeIfAbsent(scan, s -> new AtomicInteger()).incrementAndGet();
    return scan;
  }

  /** How many executions there were, but for those meant for that one. */
  static int phasesBut(String scan) {
    return PHASES.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(scan))
        .mapToInt(entry -> entry.getValue().get())
        .sum();
  }
}
