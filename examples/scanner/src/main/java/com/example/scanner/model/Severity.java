package com.example.scanner.model;

import java.util.Locale;
import java.util.Optional;

/** How bad an advisory's author holds it, from the mildest on. */
public enum Severity {
  LOW,
  MODERATE,
  HIGH,
  CRITICAL;

  /** The severity of that name in any case; empty for any other word. */
  public static Optional<Severity> of(String word) {
    for (Severity severity : values()) {
      if (severity.name().equals(word.toUpperCase(Locale.ROOT))) {
        return Optional.of(severity);
      }
    }
    return Optional.empty();
  }
}
