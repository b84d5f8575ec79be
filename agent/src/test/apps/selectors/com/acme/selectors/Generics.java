package com.acme.selectors;

import java.util.List;
import java.util.concurrent.Callable;

final class Generics {
  private Generics() {}

  abstract static class Stage<T> {
    T process(T value) {
      return step(value);
    }

    abstract T step(T value);
  }

  /** Has a bridge {@code Object step(Object)}. */
  static class TextStage extends Stage<String> {
    @Override
    String step(String value) {
      return value + "s";
    }
  }

  static class Counter {
    Number value() {
      return 1L;
    }
  }

  /** Has a bridge {@code Number value()}. */
  static class IntCounter extends Counter {
    @Override
    Integer value() {
      return 2;
    }
  }

  static class Task implements Callable<List<String>> {
    @Override
    public List<String> call() {
      return List.of("c");
    }
  }

  static int all() throws Exception {
    Stage<String> stage = new TextStage();
    Counter counter = new IntCounter();
    Callable<List<String>> task = new Task();
    return stage.process("a").length()
        + counter.value().intValue()
        + new Counter().value().intValue()
        + task.call().size();
  }
}
