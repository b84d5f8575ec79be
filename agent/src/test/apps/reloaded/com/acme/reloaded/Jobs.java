package com.acme.reloaded;

/** Scans that one call begins and another ends. */
final class Jobs {
  void begin(String id) {}

  void finish(String id) {}
}
