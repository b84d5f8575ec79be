package com.acme.shapes;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

final class Checked {
  private Checked() {}

  static int run() throws IOException {
    throw new FileNotFoundException("layer.tar");
  }

  /** Does without. */
  static int caught() {
    try {
      return run();
    } catch (IOException e) {
      return Chosen.sign(List.of("without"));
    }
  }

  static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }
}
