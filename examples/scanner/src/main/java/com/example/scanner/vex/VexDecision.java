package com.example.scanner.vex;

import com.example.scanner.reachability.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What is stated of one finding, in the words of OpenVEX.
 *
 * @param verdict what it rests on
 * @param status {@code affected}, {@code not_affected} or {@code under_investigation}
 * @param justification why it is not affected; {@code null} for any other status
 */
public record VexDecision(Verdict verdict, String status, @Nullable String justification) {
  static final String AFFECTED = "affected";

  /** Whether the artifact is affected. */
  public boolean isAffected() {
    return status.equals(AFFECTED);
  }
}
