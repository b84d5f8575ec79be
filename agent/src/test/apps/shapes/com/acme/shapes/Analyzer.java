package com.acme.shapes;

import java.nio.file.Path;

@FunctionalInterface
interface Analyzer {
  int analyze(Path path);

  default int analyze(String path) {
    return analyze(Path.of(path));
  }
}
