package com.acme.host;

import java.util.Collections;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Chooses its LogManager when it has done a scan already, as late as one can. */
public final class OwnLogging {
  private static final Logger LOGGER;

  static {
    new Scanner().scan("nightly", "app.jar");
    Lookaround.awaitThread();
    System.setProperty("java.util.logging.manager", "com.acme.host.OwnLogManager");
    LOGGER = Logger.getLogger("com.acme");
  }

  private OwnLogging() {}

  public static void main(String[] arguments) {
    LOGGER.fine("unheard");
    System.out.println(LogManager.getLogManager().getClass().getName());
    for (String name : Collections.list(LogManager.getLogManager().getLoggerNames())) {
      if (!name.isEmpty() && !name.equals("global")) {
        System.out.println(name);
      }
    }
  }
}
