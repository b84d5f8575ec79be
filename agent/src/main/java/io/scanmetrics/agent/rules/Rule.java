package io.scanmetrics.agent.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry under {@code scans:} or {@code phases:}. Immutable; equality is identity of content and
 * not meant for maps on a hot path: number the rules instead.
 *
 * @param kind which of the two lists it stands in
 * @param phase the phase's name as written, {@code null} on a scan rule
 * @param boundary where an execution begins and ends
 * @param nestedEach {@code nested: each}: executions inside an execution of the same phase count
 *     too; always false on a scan rule
 * @param source where the rule stands
 */
public record Rule(
    Kind kind, @Nullable String phase, Boundary boundary, boolean nestedEach, Source source) {

  /** What a rule makes of the calls it applies to. */
  public enum Kind {
    SCAN,
    PHASE
  }

  /** Where an execution begins and ends. */
  public sealed interface Boundary {
    /** The methods to be intercepted: one, two, or none. */
    List<Hook> hooks();
  }

  /** From the call of one method to its end. */
  public record Call(Hook hook) implements Boundary {
    @Override
    public List<Hook> hooks() {
      return List.of(hook);
    }
  }

  /**
   * From a call of one method to the end of a call of another, joined by {@link Readings#scanId()}.
   * Both hooks have one, except on a phase pair that is joined within its scan, where neither has.
   */
  public record Pair(Hook start, Hook end) implements Boundary {
    @Override
    public List<Hook> hooks() {
      return List.of(start, end);
    }
  }

  /**
   * {@code scope: jvm}, scan rules only: the life of the process. Its expressions are constants or
   * read {@code scan}; those of {@link Readings#atBegin()} are read at the start of the JVM, {@code
   * success} and {@code error_code} at its exit.
   */
  public record WholeJvm(Readings readings) implements Boundary {
    @Override
    public List<Hook> hooks() {
      return List.of();
    }
  }

  /** The methods to be intercepted: one, two, or none. */
  public List<Hook> hooks() {
    return boundary.hooks();
  }

  /** Whether an attribute of that key is read at any of its calls. */
  public boolean reads(String key) {
    if (boundary instanceof WholeJvm jvm) {
      return jvm.readings().have(key);
    }
    for (Hook hook : hooks()) {
      if (hook.readings().have(key)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The rule in a few words, stable across edits elsewhere in the file: for messages and for the
   * {@code rule} tag of meters, such as {@code phase ingest: com.acme.Ingestor.ingest}.
   */
  public String label() {
    String subject = phase == null ? "scan: " : "phase " + phase + ": ";
    if (boundary instanceof Call call) {
      return subject + call.hook().label();
    }
    if (boundary instanceof Pair pair) {
      return subject + pair.start().label() + " to " + pair.end().label();
    }
    return subject + "the JVM";
  }

  /** The label and the place: {@code phase ingest: com.acme.Ingestor.ingest (rules.yaml:14)}. */
  public String description() {
    return label() + " (" + source.file() + ":" + source.line() + ")";
  }
}
