package io.scanmetrics.benchmarks;

/** A scanner that makes one scan of one phase, as fast as anything can. */
public final class OneScan {
  private OneScan() {}

  public static void main(String[] arguments) {
    System.out.println(new OneScan().scan("hello"));
  }

  String scan(String text) {
    return analyze(text);
  }

  String analyze(String text) {
    return text;
  }
}
