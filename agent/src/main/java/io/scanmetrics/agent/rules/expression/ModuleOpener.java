package io.scanmetrics.agent.rules.expression;

/**
 * Makes classes in named modules readable that do not open their packages; the agent does so
 * through its {@code Instrumentation}.
 */
public interface ModuleOpener {
  /** Opens nothing: classes in closed packages stay unreadable. */
  ModuleOpener NONE =
      new ModuleOpener() {
        @Override
        public void open(Class<?> type) {}
      };

  /**
   * Opens the package of the given class to the module of the agent's own classes. Called once per
   * class at most, before its members are made accessible, on the application's thread.
   */
  void open(Class<?> type);
}
