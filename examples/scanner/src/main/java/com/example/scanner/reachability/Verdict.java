package com.example.scanner.reachability;

import com.example.scanner.analyze.Finding;
import java.util.List;

/**
 * Whether the vulnerable code of one finding can run.
 *
 * @param finding what it is about
 * @param status the answer
 * @param path how it is reached, from an entry point to the vulnerable method; empty if it is not
 */
public record Verdict(Finding finding, Status status, List<String> path) {

  /** The possible answers. */
  public enum Status {
    /** A chain of calls leads there. */
    REACHABLE,
    /** No chain of calls leads there. */
    UNREACHABLE,
    /** The code has been taken out of the package. */
    ABSENT,
    /** The feed does not say where the flaw is, or some of the code could not be read. */
    UNKNOWN
  }

  public Verdict {
    path = List.copyOf(path);
  }
}
