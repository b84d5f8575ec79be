package com.acme.shapes;

import java.util.List;

class Kinds implements WithBodies {
  int all() {
    int[] ints = {1, 2};
    return kindPrivate(1)
        + kindStatic(2L, 3.0)
        + kindSynchronized()
        + kindFinal(new byte[2][1])
        + kindVarargs("a", "b")
        + kindGeneric(List.of(1), 2)
        + kindArray(ints).length
        + (kindVoid() ? 1 : 0)
        + kindDefault()
        + WithBodies.kindOfInterface();
  }

  private int kindPrivate(int value) {
    return value;
  }

  static int kindStatic(long wide, double wider) {
    return (int) (wide + wider);
  }

  synchronized int kindSynchronized() {
    return 1;
  }

  final int kindFinal(byte[][] nested) {
    return nested.length;
  }

  protected int kindVarargs(String... values) {
    return values.length;
  }

  <T extends Comparable<T>> int kindGeneric(List<? extends T> list, T value) {
    return list.get(0).compareTo(value);
  }

  public int[] kindArray(int[] values) {
    return values;
  }

  private boolean kindVoid() {
    kindNothing();
    return true;
  }

  private void kindNothing() {}
}

interface WithBodies {
  default int kindDefault() {
    return kindHidden();
  }

  private int kindHidden() {
    return 1;
  }

  static int kindOfInterface() {
    return 1;
  }
}
