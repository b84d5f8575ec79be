package io.scanmetrics.benchmarks;

/** A scanner whose scan has six phases, each of which does the same. */
abstract class SixPhases {
  /** As agents are told which methods to time. */
  static final String METHODS =
      SixPhases.class.getName() + "[scan,ingest,analyze,reachability,vex,sign,publish]";

  /** The resource with the rules. */
  static final String RULES = "six-phases-rules.yaml";

  static final int PHASES = 6;

  /** What each phase does. */
  abstract void work();

  /** What the rules call a scan; the methods that it calls are its phases. */
  void scan() {
    ingest();
    analyze();
    reachability();
    vex();
    sign();
    publish();
  }

  void ingest() {
    work();
  }

  void analyze() {
    work();
  }

  void reachability() {
    work();
  }

  void vex() {
    work();
  }

  void sign() {
    work();
  }

  void publish() {
    work();
  }
}
