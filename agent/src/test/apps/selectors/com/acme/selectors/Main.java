package com.acme.selectors;

/** Calls, in one scan, methods of every kind that a rules file can select. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(scan("nightly"));
  }

  static int scan(String id) throws Exception {
    return Interfaces.all() + Generics.all() + Nested.all() + Overloads.all() + Marked.all() + OfTheJdk.all();
  }
}
