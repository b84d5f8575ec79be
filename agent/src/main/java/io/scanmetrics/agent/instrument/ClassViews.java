package io.scanmetrics.agent.instrument;

import java.io.IOException;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Opens class files as the weaver would see them; nothing of them is loaded. Each is read once, so
 * that going up the super types of thousands of classes stays cheap. Not for several threads.
 */
public final class ClassViews {
  private final ClassFileLocator locator;
  private final TypePool pool;

  /**
   * @param files of the classes to be looked at and of their super types
   */
  public ClassViews(ClassFiles files) {
    this.locator = new Located(files);
    this.pool =
        new TypePool.Default.WithLazyResolution(
            new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.FAST);
  }

  /**
   * The name with dots that a class file gives itself.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static String nameOf(byte[] classFile) {
    try {
      return OpenedClassReader.of(classFile).getClassName().replace('/', '.');
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("no class file", e);
    }
  }

  /** The class that the files have under that name; what is wrong with it shows when it is read. */
  public ClassView of(String name) {
    return new ClassView(pool.describe(name).resolve());
  }

  /** A class from another place than where the files have it. */
  public ClassView of(String name, byte[] classFile) {
    ClassFileLocator both =
        new ClassFileLocator.Compound(ClassFileLocator.Simple.of(name, classFile), locator);
    return new ClassView(TypePool.Default.WithLazyResolution.of(both).describe(name).resolve());
  }

  private record Located(ClassFiles files) implements ClassFileLocator {
    @Override
    public Resolution locate(String name) throws IOException {
      byte[] found = files.find(name);
      return found == null ? new Resolution.Illegal(name) : new Resolution.Explicit(found);
    }

    /** The files are their owner's to close. */
    @Override
    public void close() {}
  }
}
