package com.acme.shapes;

interface Step<T> {
  int run(T value);
}

final class TextStep implements Step<String> {
  @Override
  public int run(String value) {
    return value.length();
  }
}
