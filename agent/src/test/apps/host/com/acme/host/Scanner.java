package com.acme.host;

final class Scanner {
  String scan(String id, String artifact) {
    return new Analyzer().analyze(artifact);
  }

  String scan(String id, String artifact, Runnable meanwhile) {
    meanwhile.run();
    return new Analyzer().analyze(artifact);
  }
}

final class Analyzer {
  String analyze(String artifact) {
    if (artifact == null) {
      throw new IllegalArgumentException("no artifact");
    }
    return artifact + " is clean";
  }
}
