package com.acme.scanner;

import java.nio.file.Path;
import java.util.List;

public class JarAnalyzer implements Analyzer {
  @Override
  public String name() {
    return "jar";
  }

  @Override
  public Packages analyze(Path root) {
    Work.millis(30);
    boolean ok = !root.toString().contains("unreadable");
    return new Packages(List.of("a", "b", "c"), ok, ok ? null : "E_UNREADABLE");
  }
}
