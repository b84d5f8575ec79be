package com.acme.shapes;

import java.io.FileNotFoundException;
import java.io.IOException;

final class Checked {
  private Checked() {}

  static int run() throws IOException {
    throw new FileNotFoundException("layer.tar");
  }

  static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }
}
