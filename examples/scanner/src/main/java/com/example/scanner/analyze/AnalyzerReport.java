package com.example.scanner.analyze;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one analyzer found in all jars of one artifact.
 *
 * @param analyzer its name
 * @param identifications in the order of the jars
 * @param problems jars that it had to leave out
 */
public record AnalyzerReport(
    String analyzer, List<Identification> identifications, List<Problem> problems) {

  public AnalyzerReport {
    identifications = List.copyOf(identifications);
    problems = List.copyOf(problems);
  }

  /** Whether it could work on every jar. */
  public boolean isOk() {
    return problems.isEmpty();
  }

  /** The code of the first problem; {@code null} if there is none. */
  public @Nullable String getErrorCode() {
    return isOk() ? null : problems.get(0).code();
  }
}
