package com.acme.lint;

public interface Step<T> {
  int run(T value);

  /** The compiler adds a bridge. */
  class Text implements Step<String> {
    @Override
    public int run(String value) {
      return value.length();
    }
  }
}
