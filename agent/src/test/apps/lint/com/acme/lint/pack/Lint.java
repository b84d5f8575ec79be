package com.acme.lint.pack;

import com.acme.lint.Check;
import java.nio.file.Path;
import java.util.List;

public final class Lint {
  private Lint() {}

  public static int scan(List<Check> checks, Path file) {
    return checks.stream().mapToInt(check -> check.check(file)).sum();
  }
}
