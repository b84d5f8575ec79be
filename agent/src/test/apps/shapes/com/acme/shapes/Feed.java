package com.acme.shapes;

final class Feed {
  private Feed() {}

  static int update() {
    return 1;
  }
}
