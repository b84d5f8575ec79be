package com.acme.reloaded;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Scans that one call begins and another ends, and work of theirs that goes on after its call. */
final class Jobs {
  private final Map<String, CompletableFuture<String>> fetched = new ConcurrentHashMap<>();

  void begin(String id) {}

  void finish(String id) {}

  CompletableFuture<String> fetch(String id) {
    return fetched.computeIfAbsent(id, key -> new CompletableFuture<>());
  }

  void land(String id) {
    fetched.get(id).complete(id);
  }
}
