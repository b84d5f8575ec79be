package io.scanmetrics.threads;

/**
 * The threads of ours that live in an application's JVM: none of them keeps it from ending, and
 * none of them keeps anything of the application's alive, or finds classes by its loaders.
 */
public final class DaemonThread {
  private DaemonThread() {}

  /**
   * One that is not started.
   *
   * @param name for people, who find it in dumps: begins with {@code scan-metrics-}
   */
  public static Thread of(String name, Runnable work) {
    // No inherited thread locals: they are the application's, and would live as long as it does.
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(DaemonThread.class.getClassLoader());
    return thread;
  }

  /** One that runs. */
  public static Thread start(String name, Runnable work) {
    Thread thread = of(name, work);
    thread.start();
    return thread;
  }
}
