package com.acme.foreign;

import java.util.Arrays;
import java.util.List;

/** {@code Main JDBC_URL}: scans with libraries of its own, which the agent has in other versions. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Logs logs = new Logs();
    Traces traces = new Traces();
    Meters meters = new Meters();
    String result = new Scanner(arguments[0]).scan("nightly");
    System.out.println(result);
    System.out.println("spans: " + traces.names());
    System.out.println("meters: " + meters.names());
    System.out.println("log: " + logs.messages());
    for (Class<?> type : List.of(logs.type(), traces.type(), meters.type())) {
      System.out.println(origin(type));
    }
    java.sql.DriverManager.drivers()
        .map(driver -> driver.getClass().getName() + " of " + origin(driver.getClass()))
        .forEach(System.out::println);
    System.out.println("loggers: " + Arrays.asList(julLoggers()));
  }

  static String origin(Class<?> type) {
    String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Object[] julLoggers() {
    return java.util.Collections.list(
            java.util.logging.LogManager.getLogManager().getLoggerNames())
        .stream()
        .sorted()
        .toArray();
  }
}
