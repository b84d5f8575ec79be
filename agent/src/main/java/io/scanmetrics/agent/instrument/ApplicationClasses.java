package io.scanmetrics.agent.instrument;

import java.io.IOException;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/**
 * The class files that an application's class loader hands out, for looking at super types. Written
 * by anybody, such a loader may throw whatever it likes; then it is taken to have none, and the
 * class that is being woven is judged by what else is known of it.
 *
 * <p>It is not asked for classes of {@code java.*}, which are the JDK's in every loader.
 */
final class ApplicationClasses implements ClassFileLocator {
  private final ClassFileLocator resources;

  /**
   * @param loader {@code null} for the bootstrap loader
   */
  ApplicationClasses(@Nullable ClassLoader loader) {
    this.resources = ForClassLoader.of(loader);
  }

  @Override
  public Resolution locate(String name) {
    if (name.startsWith("java.")) {
      return new Resolution.Illegal(name);
    }
    try {
      return resources.locate(name);
    } catch (IOException | RuntimeException | LinkageError | AssertionError e) {
      return new Resolution.Illegal(name);
    }
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
