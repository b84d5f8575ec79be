package com.acme.reloaded;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * An agent that changes nothing and sees, as the last one, what the JVM gets to see of some classes
 * whenever anybody changes them.
 */
public final class Bytes implements ClassFileTransformer {
  private static final Class<?>[] WATCHED = {
    ThreadPoolExecutor.class, Scanner.class, Feed.class, Publisher.class
  };
  private static final Bytes LAST = new Bytes();
  private static final Map<String, byte[]> SEEN = new ConcurrentHashMap<>();
  private static final Map<String, byte[]> ORIGINALS = new ConcurrentHashMap<>();
  private static Instrumentation instrumentation;

  private Bytes() {}

  public static void premain(String argument, Instrumentation given) {
    instrumentation = given;
  }

  /** What they are now is what they are to be again. */
  static void remember() throws Exception {
    look();
    ORIGINALS.putAll(SEEN);
  }

  /** Looks at all of them, and from then on behind everybody who is there by now. */
  static String look() throws Exception {
    instrumentation.removeTransformer(LAST);
    instrumentation.addTransformer(LAST, true);
    instrumentation.retransformClasses(WATCHED);
    return changed();
  }

  /** Looks at nothing: waits until somebody else has given them back to the JVM as they were. */
  static String awaitOriginals() throws Exception {
    for (int i = 0; i < 400 && !changed().equals("changed: "); i++) {
      Thread.sleep(50);
    }
    return changed();
  }

  private static String changed() {
    Map<String, byte[]> changed = new TreeMap<>(SEEN);
    ORIGINALS.forEach(
        (name, bytes) -> changed.computeIfPresent(name, (n, b) -> Arrays.equals(bytes, b) ? null : b));
    return "changed: " + String.join(" ", changed.keySet());
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    for (Class<?> watched : WATCHED) {
      if (watched == redefined) {
        SEEN.put(watched.getSimpleName(), classFile);
      }
    }
    return null;
  }
}
