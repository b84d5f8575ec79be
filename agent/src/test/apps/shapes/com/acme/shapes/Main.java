package com.acme.shapes;

import java.nio.file.Path;
import java.util.List;

/** One scan for each way in which a method can be written, named after it. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Scans.scan("overloads", () -> new Overloaded().analyze("a"));
    Scans.scan("super-calls", () -> new Derived().analyze(Path.of("a")));
    Scans.scan("decorators", () -> new Caching(new Overloaded()).analyze(Path.of("a")));
    Scans.scan("default-methods", () -> new Inheriting().analyze("a"));
    Scans.scan("lambdas", () -> ((Analyzer) path -> path.toString().length()).analyze(Path.of("a")));
    Scans.scan("excluded", () -> new Excluded().analyze(Path.of("a")));
    Scans.scan("recursion", () -> Recursion.once(5));
    Scans.scan("nested-each", () -> Recursion.each(3));
    Scans.scan("bridges", () -> ((Step<String>) new TextStep()).run("a"));
    Scans.scan("kinds", () -> new Kinds().all());
    Scans.scan("annotated", () -> new Marked().measured() + new Marked().unmeasured());
    Scans.scan("triage", () -> Triage.run("vex") + Triage.run("licences") + Triage.run("vex"));
    Scans.scan("overload-by-parameters", () -> Chosen.sign("a") + Chosen.sign(List.of("a")));
    Scans.scan("own-name", () -> Warmup.run());
    Scans.scan("phases-in-phases", () -> new Updating().analyze(Path.of("a")));
    Scans.scan("checked", () -> Checked.run());
    Scans.scan("errors", () -> Checked.overflow(0));
    Scans.scan("goes-on", () -> Checked.caught());
    Scans.scan("outer", () -> Scans.scan("inner", () -> new Overloaded().analyze("a")));
    Scans.scan("same", () -> Scans.scan("same", () -> new Overloaded().analyze("a")));
    System.out.println("outside: " + new Overloaded().analyze("a") + new Overloaded().analyze("b"));
  }
}
