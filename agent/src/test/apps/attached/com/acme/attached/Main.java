package com.acme.attached;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.Callable;

/** Scans once before anybody attaches, and once for each line that it is given then. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Callable<String> ended = () -> "ended";
    Scanner scanner = new Scanner();
    scanner.scan("early");
    System.out.println("ready");
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(line + ": " + scanner.scan(line));
    }
    System.out.println(ended.call());
  }
}

final class Scanner {
  int scan(String id) throws IOException {
    return new JarAnalyzer().analyze(id) + new Analyzer.Nothing().analyze(id);
  }
}

interface Analyzer {
  int analyze(String id) throws IOException;

  final class Nothing implements Analyzer {
    @Override
    public int analyze(String id) {
      return 0;
    }
  }
}

final class JarAnalyzer implements Analyzer {
  @Override
  public int analyze(String id) throws IOException {
    return id.length();
  }
}
