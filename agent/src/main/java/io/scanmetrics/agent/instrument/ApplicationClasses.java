package io.scanmetrics.agent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import org.jspecify.annotations.Nullable;

/**
 * The class files that an application's class loader hands out, for looking at super types. Written
 * by anybody, such a loader may throw whatever it likes; then it is taken to have none, and the
 * class that is being woven is judged by what else is known of it. Does not keep the loader alive.
 *
 * <p>It is not asked for classes of {@code java.*}, which are the JDK's in every loader.
 */
final class ApplicationClasses implements ClassFiles {
  private final WeakReference<ClassLoader> loader;

  ApplicationClasses(ClassLoader loader) {
    this.loader = new WeakReference<>(loader);
  }

  @Override
  public byte @Nullable [] find(String name) {
    String resource = name.replace('.', '/') + ".class";
    ClassLoader known = loader.get();
    byte[] found = known == null || name.startsWith("java.") ? null : read(known, resource);
    // Not every loader delegates to the platform's when it is asked for a resource.
    return found == null ? read(ClassLoader.getPlatformClassLoader(), resource) : found;
  }

  /**
   * A jar that is opened by way of its URL stays in a cache of the whole JVM, beyond the loader's
   * life and beyond a new jar in the same place, unless it is asked not to.
   */
  private static @Nullable InputStream open(ClassLoader loader, String resource)
      throws IOException {
    URL url = loader instanceof URLClassLoader ? loader.getResource(resource) : null;
    if (url == null) {
      return loader.getResourceAsStream(resource);
    }
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      return connection.getInputStream();
    } catch (IOException e) {
      return loader.getResourceAsStream(resource);
    }
  }

  private static byte @Nullable [] read(ClassLoader loader, String resource) {
    try (InputStream in = open(loader, resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException | RuntimeException | LinkageError | AssertionError e) {
      return null;
    }
  }
}
