package io.scanmetrics.store.postgres.isolation;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Has a JDBC driver of its own, and asks for it only after something that it does not see has
 * written to PostgreSQL.
 */
public final class Application {
  private Application() {}

  /** With a class path, a JDBC URL, and the class on that path that writes to it. */
  public static void main(String[] arguments) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : arguments[0].split(System.getProperty("path.separator"), -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader isolated =
        new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Class<?> host = Class.forName(arguments[2], true, isolated);
      host.getMethod("write", String.class).invoke(null, arguments[1]);
    }
    say(DriverManager.getDriver(ApplicationDriver.URL).getClass().getName());
    for (var driver : Collections.list(DriverManager.getDrivers())) {
      say("visible " + driver.getClass().getName());
    }
    say("context loader " + Thread.currentThread().getContextClassLoader().getName());
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
