package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Rule;

/**
 * Hears what the rules find in classes on their way through the weaver, on the thread that loads
 * them. Hooks are the very objects that the weaver was given.
 */
public interface MatchListener {
  /** A method is woven for a hook; called for each class that has one. */
  void methodFound(Hook hook);

  /**
   * A method is what a scan rule means, but an earlier one applies to it.
   *
   * @param method with its class and parameters
   */
  void methodTaken(Hook hook, Rule first, String method);

  /**
   * A class is what a hook's class selector means, but none of its methods is.
   *
   * @param type to be looked at during the call only: it leads to the application's class loader
   */
  void methodMissing(Hook hook, ClassView type);
}
