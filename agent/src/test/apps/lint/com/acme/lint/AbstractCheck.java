package com.acme.lint;

import java.nio.file.Path;

public abstract class AbstractCheck implements Check {
  @Override
  public int check(Path file) {
    return weigh(file.toString(), 1);
  }

  protected abstract int weigh(String text, int factor);
}
