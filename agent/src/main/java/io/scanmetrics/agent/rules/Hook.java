package io.scanmetrics.agent.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Methods to be intercepted for one rule, and what to read at their calls.
 *
 * @param role what a call means for the rule
 * @param type which classes
 * @param method which of their methods
 * @param excludes a method that any of these fits is left alone
 * @param readings the expressions for this method's calls
 */
public record Hook(
    Role role,
    ClassSelector type,
    MethodSelector method,
    List<Exclude> excludes,
    Readings readings) {

  /** What a call of the method means. */
  public enum Role {
    /** The call is the execution. */
    CALL,
    /** The call begins the execution. */
    START,
    /** The call's end ends the execution. */
    END
  }

  /**
   * An entry under {@code exclude:}. With both parts, both must fit; at least one is there. Its
   * class selector needs no packages: it only narrows what the rule's own selector has bounded.
   */
  public record Exclude(@Nullable ClassSelector type, @Nullable MethodSelector method) {}

  public Hook {
    excludes = List.copyOf(excludes);
  }

  /** Class and method as a reader recognises them. */
  public String label() {
    return type.label() + "." + method.label();
  }
}
