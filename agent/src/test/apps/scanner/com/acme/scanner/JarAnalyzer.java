package com.acme.scanner;

import java.nio.file.Path;
import java.util.List;

public class JarAnalyzer implements Analyzer {
  private final String name = "jar";

  @Override
  public String name() {
    return name;
  }

  @Override
  public Packages analyze(Path root) {
    Work.millis(30);
    boolean ok = !root.toString().contains("unreadable");
    return new Packages(List.of("a", "b", "c"), ok, ok ? null : "E_UNREADABLE");
  }
}
