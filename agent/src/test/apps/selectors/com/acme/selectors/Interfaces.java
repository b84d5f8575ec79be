package com.acme.selectors;

final class Interfaces {
  private Interfaces() {}

  interface Source {
    String read();

    default String peek() {
      return read() + hidden();
    }

    private String hidden() {
      return "h";
    }

    static Source of(String text) {
      return new Text(text);
    }
  }

  /** Inherits {@code peek}. */
  record Text(String text) implements Source {
    @Override
    public String read() {
      return text;
    }
  }

  static final class Loud implements Source {
    @Override
    public String read() {
      return "!";
    }

    @Override
    public String peek() {
      return Source.super.peek() + "!";
    }
  }

  static int all() {
    return Source.of("a").peek().length() + new Loud().peek().length() + new Text("b").text().length();
  }
}
