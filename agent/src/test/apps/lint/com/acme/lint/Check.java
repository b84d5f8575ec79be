package com.acme.lint;

import java.nio.file.Path;

/** What every check is. */
public interface Check {
  int check(Path file);

  default boolean enabled() {
    return true;
  }
}
