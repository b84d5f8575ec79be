package com.acme.loaders;

public class Scanner {
  public String scan(String id) {
    return new JarAnalyzer().analyze(id);
  }
}
