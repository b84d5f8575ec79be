package com.acme.host;

import java.lang.management.ManagementFactory;
import java.security.Provider;
import java.security.Security;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Scans, and then prints all that it can see of its own JVM. */
public final class Lookaround {
  private static final List<String> STRANGERS =
      List.of(
          "io.scanmetrics.agent.start.AgentStarter",
          "io.scanmetrics.store.ScanStore",
          "io.opentelemetry.api.OpenTelemetry",
          "io.opentelemetry.sdk.OpenTelemetrySdk",
          "io.micrometer.core.instrument.MeterRegistry",
          "io.prometheus.metrics.model.registry.PrometheusRegistry",
          "org.objectweb.asm.ClassReader",
          "org.postgresql.Driver",
          "com.zaxxer.hikari.HikariDataSource",
          "org.slf4j.LoggerFactory",
          "org.flywaydb.core.Flyway",
          "org.snakeyaml.engine.v2.api.Load",
          "com.fasterxml.jackson.core.JsonFactory",
          "picocli.CommandLine",
          "okhttp3.OkHttpClient",
          "kotlin.Unit");

  private Lookaround() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(new Scanner().scan("nightly", "app.jar"));
    awaitThread();
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    for (String name : STRANGERS) {
      System.out.println(name + ": " + isVisible(name, loader) + isVisible(name, null));
    }
    for (String service : List.of("java.sql.Driver", "org.slf4j.spi.SLF4JServiceProvider")) {
      System.out.println(
          service + ": " + Collections.list(loader.getResources("META-INF/services/" + service)));
    }
    System.out.println("drivers: " + DriverManager.drivers().toList());
    System.out.println("class path: " + System.getProperty("java.class.path"));
    System.out.println("properties: " + ownProperties());
    System.out.println("context loader: " + isSystem(Thread.currentThread().getContextClassLoader()));
    System.out.println("handler: " + Thread.getDefaultUncaughtExceptionHandler());
    System.out.println("threads that keep the JVM: " + keepingThreads());
    System.out.println("providers: " + Arrays.stream(Security.getProviders()).map(Provider::getName).toList());
    System.out.println(Locale.getDefault() + " " + TimeZone.getDefault().getID());
    System.out.println(
        "beans: " + new TreeSet<>(ManagementFactory.getPlatformMBeanServer().queryNames(null, null)));
    for (StackTraceElement frame : trace()) {
      System.out.println(frame);
    }
  }

  /** Waits for the thread that {@code -Dawait.thread} names the beginning of. */
  static void awaitThread() {
    String name = System.getProperty("await.thread");
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (name != null && !isRunning(name)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no thread " + name);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static boolean isRunning(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith(name));
  }

  private static boolean isVisible(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static TreeSet<Object> ownProperties() {
    TreeSet<Object> names = new TreeSet<>(System.getProperties().keySet());
    names.removeIf(name -> name.toString().startsWith("scan.metrics.") || name.equals("await.thread"));
    return names;
  }

  private static boolean isSystem(ClassLoader loader) {
    return loader == ClassLoader.getSystemClassLoader();
  }

  private static TreeSet<String> keepingThreads() {
    TreeSet<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!thread.isDaemon()) {
        names.add(thread.getName());
      }
    }
    return names;
  }

  private static StackTraceElement[] trace() {
    try {
      new Scanner().scan("broken", null);
      throw new AssertionError();
    } catch (IllegalArgumentException e) {
      return e.getStackTrace();
    }
  }
}
