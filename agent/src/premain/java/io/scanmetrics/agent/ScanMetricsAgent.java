package io.scanmetrics.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.function.Predicate;

/**
 * The door: {@code -javaagent:}, attaching to a running JVM, and {@code java -jar} all come in here
 * and go on in the agent's own class loader.
 *
 * <p>The JVM ends when a {@code premain} throws, so nothing is thrown. This class is compiled for
 * Java 8: an older JVM must be able to load it to be told that it is too old.
 */
public final class ScanMetricsAgent {
  private static final int OLDEST_JAVA = 17;

  /** What starts the agent, and is told when it is attached again; {@code null} before. */
  private static Predicate<Object[]> starter;

  private ScanMetricsAgent() {}

  /** Called by the JVM before the application's {@code main}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    attach(arguments, instrumentation, false);
  }

  /** Called by the JVM when the agent is attached to it while it runs. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    attach(arguments, instrumentation, true);
  }

  /**
   * Whether an agent has been attached to this JVM: for the extension, which is in another loader.
   */
  public static synchronized boolean isAttached() {
    return starter != null;
  }

  /** The command line. */
  public static void main(String[] arguments) throws Throwable {
    String unfit = whyUnfit();
    if (unfit != null) {
      say(unfit);
      System.exit(2);
    }
    try {
      Class<?> command = load("io.scanmetrics.agent.cli.ScanMetricsCommand");
      Object status = command.getMethod("run", String[].class).invoke(null, (Object) arguments);
      System.exit((Integer) status);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static synchronized void attach(
      String arguments, Instrumentation instrumentation, boolean running) {
    try {
      if (isExtension()) {
        say("is an extension of the OpenTelemetry agent too; that one goes on, this does nothing");
        return;
      }
      String unfit = whyUnfit();
      if (unfit != null) {
        say(unfit + "; the application runs without the agent");
        return;
      }
      if (starter == null) {
        starter = starter();
      }
      if (!starter.test(new Object[] {arguments, instrumentation, running})) {
        say("attached twice; the first one goes on, this one does nothing");
      }
    } catch (Throwable e) {
      say("could not start (" + e + "); the application runs without the agent");
    }
  }

  /**
   * The bridge is there before an agent has been attached only if an extension has put it there.
   */
  private static boolean isExtension() {
    try {
      Class.forName("java.lang.ScanMetricsBridge", false, null);
      return starter == null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * The other side, called through an interface that both know: invoking a method by reflection has
   * later JVMs spin classes for it, which takes them 10 ms at this point.
   */
  @SuppressWarnings("unchecked")
  private static Predicate<Object[]> starter() throws Exception {
    return (Predicate<Object[]>)
        load("io.scanmetrics.agent.start.AgentStarter").getDeclaredConstructor().newInstance();
  }

  /** What this JVM lacks, {@code null} if nothing. */
  private static String whyUnfit() {
    int java = javaVersion(System.getProperty("java.specification.version", "1.8"));
    return java < OLDEST_JAVA
        ? "needs Java " + OLDEST_JAVA + " or later, this is Java " + java
        : null;
  }

  static int javaVersion(String specification) {
    String major = specification.startsWith("1.") ? specification.substring(2) : specification;
    return Integer.parseInt(major);
  }

  private static Class<?> load(String name) throws Exception {
    URL location = ScanMetricsAgent.class.getProtectionDomain().getCodeSource().getLocation();
    return Class.forName(name, true, new AgentClassLoader(fileOf(location), platform()));
  }

  /** A path without escaped characters, as nearly all are, needs none of the classes of URIs. */
  private static File fileOf(URL location) throws URISyntaxException {
    String path = location.getPath();
    return path.indexOf('%') < 0 ? new File(path) : new File(location.toURI());
  }

  /** {@code ClassLoader.getPlatformClassLoader()}, which Java 8 does not have. */
  private static ClassLoader platform() {
    return ClassLoader.getSystemClassLoader().getParent();
  }

  private static void say(String line) {
    System.err.println("[scan-metrics] " + line);
  }
}
