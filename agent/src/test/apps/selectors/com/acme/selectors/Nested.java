package com.acme.selectors;

import java.util.function.IntSupplier;

class Nested {
  class Inner {
    int inner() {
      return 1;
    }

    class Innermost {
      int innermost() {
        return 1;
      }
    }
  }

  enum Mode {
    FAST {
      @Override
      int cost() {
        return 1;
      }
    },
    SLOW;

    int cost() {
      return 2;
    }
  }

  record Point(int x, int y) {
    Point {
      check(x);
    }

    private static void check(int x) {
      if (x < 0) {
        throw new IllegalArgumentException();
      }
    }
  }

  static int all() throws Exception {
    Nested nested = new Nested();
    class Local {
      int local() {
        return 1;
      }
    }
    IntSupplier anonymous =
        new IntSupplier() {
          @Override
          public int getAsInt() {
            return 1;
          }
        };
    Inner inner = nested.new Inner();
    return inner.inner()
        + inner.new Innermost().innermost()
        + new Local().local()
        + anonymous.getAsInt()
        + Mode.FAST.cost()
        + Mode.SLOW.cost()
        + new Point(1, 2).x()
        + byReflection(nested);
  }

  private static int byReflection(Nested nested) throws Exception {
    return (int) Nested.class.getDeclaredMethod("reflected").invoke(nested);
  }

  private int reflected() {
    return 1;
  }
}
