package com.acme.shapes;

final class Recursion {
  private Recursion() {}

  static int once(int depth) {
    return depth == 1 ? 1 : 1 + once(depth - 1);
  }

  static int each(int depth) {
    return depth == 1 ? 1 : 1 + each(depth - 1);
  }
}
