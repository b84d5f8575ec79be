package com.acme.loaders;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Scans once in each kind of class loader that applications load their classes by. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    URL[] own = {Main.class.getProtectionDomain().getCodeSource().getLocation()};
    ClassLoader system = Main.class.getClassLoader();
    scan("platform-parent", new URLClassLoader(own, ClassLoader.getPlatformClassLoader()));
    scan("no-parent", new URLClassLoader(own, null));
    scan("child-first", new ChildFirst(system));
    scan("secretive", new Secretive(system));
    inManyThreads(own);
  }

  private static void inManyThreads(URL[] own) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    ClassLoader shared = new URLClassLoader(own, null);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String id = "thread-" + i;
      ClassLoader loader = i % 2 == 0 ? shared : new URLClassLoader(own, null);
      tasks.add(() -> run(id, loader));
    }
    int succeeded = 0;
    for (Future<Boolean> result : pool.invokeAll(tasks)) {
      succeeded += result.get() ? 1 : 0;
    }
    pool.shutdown();
    System.out.println("threads: " + succeeded);
  }

  private static void scan(String id, ClassLoader loader) throws Exception {
    System.out.println(id + ": " + run(id, loader));
  }

  private static boolean run(String id, ClassLoader loader) throws Exception {
    Class<?> scanner = loader.loadClass("com.acme.loaders.Scanner");
    Object result =
        scanner
            .getMethod("scan", String.class)
            .invoke(scanner.getDeclaredConstructor().newInstance(), id);
    return scanner.getClassLoader() == loader && id.equals(result);
  }

  /** Defines the application's classes itself, as servlet containers do. */
  private static class ChildFirst extends ClassLoader {
    ChildFirst(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("com.acme.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? define(name) : known;
      }
    }

    private Class<?> define(String name) {
      String path = "/" + name.replace('.', '/') + ".class";
      try (InputStream in = Main.class.getResourceAsStream(path)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** As the one above, but finds no resource and fails when asked for a stranger's class. */
  private static final class Secretive extends ChildFirst {
    Secretive(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("java.") && !name.startsWith("com.acme.")) {
        throw new AssertionError("asked for " + name);
      }
      return super.loadClass(name, resolve);
    }

    @Override
    public URL getResource(String name) {
      throw new AssertionError("asked for " + name);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      throw new AssertionError("asked for " + name);
    }
  }
}
