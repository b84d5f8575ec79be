package com.acme.shapes;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

final class Marked {
  @Retention(RetentionPolicy.RUNTIME)
  @interface Measured {}

  @Measured
  int measured() {
    return 1;
  }

  int unmeasured() {
    return 2;
  }
}
