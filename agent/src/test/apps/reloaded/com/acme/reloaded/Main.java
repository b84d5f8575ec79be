package com.acme.reloaded;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Does what it is told, line by line, and says so. */
public final class Main {
  private static final ExecutorService POOL = Executors.newFixedThreadPool(2);
  private static final Jobs JOBS = new Jobs();
  private static HeldScan held;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    POOL.submit(() -> {}).get();
    System.out.println("ready");
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "scan" -> new Scanner(POOL).scan(words[1]);
        case "begin" -> JOBS.begin(words[1]);
        case "finish" -> JOBS.finish(words[1]);
        case "fetch" -> JOBS.fetch(words[1]);
        case "land" -> JOBS.land(words[1]);
        case "hold" -> held = new HeldScan(new Scanner(POOL), words[1]);
        case "release" -> held.release();
        case "remember" -> Bytes.remember();
        case "look" -> System.out.println(Bytes.look());
        case "restored" -> System.out.println(Bytes.awaitOriginals());
        case "plugin" -> System.out.println(plugin(words[1], words[2]) ? "collected" : "kept");
        default -> throw new IllegalArgumentException(line);
      }
      System.out.println("done: " + line);
    }
    POOL.shutdown();
  }

  /** Scans in a loader of its own, drops that, and waits for the collector to find nobody left. */
  private static boolean plugin(String id, String when) throws Exception {
    if (when.equals("before")) {
      loader = new WeakReference<>(scanned(id));
      return false;
    }
    for (int i = 0; i < 100 && loader.get() != null; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return loader.get() == null;
  }

  private static WeakReference<ClassLoader> loader;

  private static ClassLoader scanned(String id) throws Exception {
    URL classes = Main.class.getProtectionDomain().getCodeSource().getLocation();
    URLClassLoader own =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
    Class<?> scanner = own.loadClass("com.acme.reloaded.Scanner");
    Object made = scanner.getConstructor(ExecutorService.class).newInstance(POOL);
    scanner.getMethod("scan", String.class).invoke(made, id);
    return own;
  }
}
