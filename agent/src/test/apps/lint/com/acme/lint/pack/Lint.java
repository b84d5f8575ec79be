package com.acme.lint.pack;

import com.acme.lint.Check;
import java.nio.file.Path;
import java.util.List;

public final class Lint {
  private Lint() {}

  static Check named(String name) {
    return file -> file.endsWith(name) ? 1 : 0;
  }

  public static int scan(List<Check> checks, Path file) {
    return checks.stream().mapToInt(check -> check.check(file)).sum();
  }
}
