package com.acme.scanner;

import java.nio.file.Path;

public interface Analyzer {
  String name();

  Packages analyze(Path root);

  default Packages analyze(String root) {
    return analyze(Path.of(root));
  }
}
