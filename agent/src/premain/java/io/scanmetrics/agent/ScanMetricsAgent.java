package io.scanmetrics.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The door: {@code -javaagent:}, attaching to a running JVM, and {@code java -jar} all come in here
 * and go on in the agent's own class loader.
 *
 * <p>The JVM ends when a {@code premain} throws, so nothing is thrown. This class is compiled for
 * Java 8: an older JVM must be able to load it to be told that it is too old.
 */
public final class ScanMetricsAgent {
  private static final int OLDEST_JAVA = 17;
  private static final AtomicBoolean ATTACHED = new AtomicBoolean();

  private ScanMetricsAgent() {}

  /** Called by the JVM before the application's {@code main}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    attach(arguments, instrumentation, false);
  }

  /** Called by the JVM when the agent is attached to it while it runs. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    attach(arguments, instrumentation, true);
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

  private static void attach(String arguments, Instrumentation instrumentation, boolean running) {
    try {
      if (!ATTACHED.compareAndSet(false, true)) {
        say("attached twice; the first one goes on, this one does nothing");
        return;
      }
      String unfit = whyUnfit();
      if (unfit != null) {
        say(unfit + "; the application runs without the agent");
        return;
      }
      load("io.scanmetrics.agent.start.AgentStarter")
          .getMethod("start", String.class, Instrumentation.class, boolean.class)
          .invoke(null, arguments, instrumentation, running);
    } catch (Throwable e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      say("could not start (" + cause + "); the application runs without the agent");
    }
  }

  /** What this JVM lacks, {@code null} if nothing. */
  private static String whyUnfit() {
    int java = javaVersion(System.getProperty("java.specification.version", "1.8"));
    if (java < OLDEST_JAVA) {
      return "needs Java " + OLDEST_JAVA + " or later, this is Java " + java;
    }
    // A JVM started with -m or made by jlink resolves only the modules that its application needs.
    String[][] needed = {
      {"java.sql.Driver", "java.sql"}, {"javax.naming.Referenceable", "java.naming"},
    };
    for (String[] classAndModule : needed) {
      try {
        Class.forName(classAndModule[0], false, platform());
      } catch (ClassNotFoundException e) {
        return "this JVM runs without the module "
            + classAndModule[1]
            + "; add --add-modules "
            + classAndModule[1]
            + " to its options";
      }
    }
    return null;
  }

  static int javaVersion(String specification) {
    String major = specification.startsWith("1.") ? specification.substring(2) : specification;
    return Integer.parseInt(major);
  }

  private static Class<?> load(String name) throws Exception {
    URI location =
        ScanMetricsAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Class.forName(name, true, new AgentClassLoader(new File(location), platform()));
  }

  /** {@code ClassLoader.getPlatformClassLoader()}, which Java 8 does not have. */
  private static ClassLoader platform() {
    return ClassLoader.getSystemClassLoader().getParent();
  }

  private static void say(String line) {
    System.err.println("[scan-metrics] " + line);
  }
}
