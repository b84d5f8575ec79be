package com.acme.selectors;

import java.util.List;
import java.util.Map;

final class Overloads {
  private Overloads() {}

  static int put() {
    return 1;
  }

  static int put(int value) {
    return 1;
  }

  static int put(int[]... values) {
    return 1;
  }

  static int put(String... values) {
    return 1;
  }

  static <T extends Comparable<T>> int put(T value, List<T> values) {
    return 1;
  }

  static int put(Map.Entry<String, Long> entry, long wide, byte small) {
    return 1;
  }

  static int all() {
    return put() + put(1) + put(new int[0], new int[0]) + put("a", "b") + put("a", List.of()) + put(Map.entry("a", 1L), 1L, (byte) 1);
  }
}
