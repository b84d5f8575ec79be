package io.scanmetrics.store.postgres;

import org.jspecify.annotations.Nullable;

/**
 * Lets the pool and the driver find their own classes, not the application's, by making the loader
 * that loaded them the thread's context class loader for a while.
 */
final class LibraryLoader {
  private LibraryLoader() {}

  /** The context class loader to {@link #leave} with. */
  static @Nullable ClassLoader enter() {
    Thread thread = Thread.currentThread();
    ClassLoader callers = thread.getContextClassLoader();
    thread.setContextClassLoader(LibraryLoader.class.getClassLoader());
    return callers;
  }

  static void leave(@Nullable ClassLoader callers) {
    Thread.currentThread().setContextClassLoader(callers);
  }
}
