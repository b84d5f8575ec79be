package io.scanmetrics.extension;

/** The agent of the same name, with {@code -javaagent:} in the same JVM. */
final class OtherAgent {
  private static final String ENTRY_POINT = "io.scanmetrics.agent.ScanMetricsAgent";

  private OtherAgent() {}

  /**
   * Whether it has been attached before; the JVM finds its entry point where the application is.
   */
  static boolean isAttached() {
    try {
      return (Boolean)
          Class.forName(ENTRY_POINT, true, ClassLoader.getSystemClassLoader())
              .getMethod("isAttached")
              .invoke(null);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
