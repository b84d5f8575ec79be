package com.acme.plugin;

import com.acme.lint.Check;
import java.nio.file.Path;

/** A check outside of the packages of the others. */
public class LicenceCheck implements Check {
  @Override
  public int check(Path file) {
    return 1;
  }
}
