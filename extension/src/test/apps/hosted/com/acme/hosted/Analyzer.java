package com.acme.hosted;

/** Works on whatever thread it is told to. */
final class Analyzer {
  private Analyzer() {}

  static String analyze(String what) {
    return what.toUpperCase();
  }
}
