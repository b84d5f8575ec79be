package com.acme.shapes;

final class Triage {
  private Triage() {}

  static int run(String what) {
    return what.length();
  }
}

final class Chosen {
  private Chosen() {}

  static int sign(String text) {
    return 1;
  }

  static int sign(java.util.List<String> texts) {
    return 2;
  }
}

final class Warmup {
  private Warmup() {}

  static int run() {
    return 1;
  }
}
