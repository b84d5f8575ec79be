package com.acme.selectors;

import com.acme.selectors.deep.Below;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

public final class Marked {
  private Marked() {}

  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Measured {}

  /** Not there at run time, but in the class file. */
  @interface Noted {}

  @Measured
  static class Parent {
    int whole() {
      return 1;
    }

    int excludedByName() {
      return 1;
    }
  }

  /** Does not carry the annotation itself. */
  static class Child extends Parent {
    @Override
    int whole() {
      return 2;
    }
  }

  static class Some {
    @Measured
    int measured() {
      return 1;
    }

    @Noted
    int noted() {
      return 1;
    }

    int neither() {
      return 1;
    }
  }

  static int all() {
    Some some = new Some();
    return new Parent().whole() + new Parent().excludedByName() + new Child().whole() + some.measured() + some.noted() + some.neither() + new Below().deepDown();
  }
}
