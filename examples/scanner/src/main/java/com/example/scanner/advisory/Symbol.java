package com.example.scanner.advisory;

import org.jspecify.annotations.Nullable;

/**
 * A vulnerable piece of code.
 *
 * @param className binary name, {@code a.b.Outer$Inner}
 * @param method the name of a method, all its overloads; {@code null} for the whole class
 */
public record Symbol(String className, @Nullable String method) {

  /** Reads {@code class} or {@code class#method}. */
  static Symbol of(String text) {
    int hash = text.indexOf('#');
    return hash < 0
        ? new Symbol(text, null)
        : new Symbol(text.substring(0, hash), text.substring(hash + 1));
  }
}
