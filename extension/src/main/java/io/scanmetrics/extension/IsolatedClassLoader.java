package io.scanmetrics.extension;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the agent and its libraries to itself inside the OpenTelemetry agent: their classes lie in
 * the extension's jar where no other loader looks, and of the host's only OpenTelemetry is seen.
 *
 * <pre>
 *   bootstrap   java.base with the bridge; the host's OpenTelemetry API, renamed
 *       ^
 *   platform    java.sql and other JDK modules
 *       ^   ^
 *       |   host: the OpenTelemetry SDK, and what the host needs
 *       |     ^
 *       |   extension: the door
 *       |     ^  io.opentelemetry.* alone
 *       └── agent (this loader): agent, ASM, Micrometer, pgjdbc, ...
 * </pre>
 *
 * <p>Classes are read through the extension's loader, which renames OpenTelemetry's API in them as
 * the host has renamed it. Parallel capable. Lives as long as the JVM.
 */
final class IsolatedClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  /** Where the classes lie in the jar; under {@code META-INF}, which scanners leave alone. */
  private static final String FOLDER = "META-INF/isolated/";

  private static final String OPENTELEMETRY = "io.opentelemetry.";

  private final URLClassLoader extension;

  IsolatedClassLoader(URLClassLoader extension) {
    super(ClassLoader.getPlatformClassLoader());
    this.extension = extension;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.")) {
      return getParent().loadClass(name);
    }
    if (name.startsWith(OPENTELEMETRY)) {
      return extension.loadClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] bytes = read(name.replace('.', '/').concat(".class"));
      return bytes == null
          ? getParent().loadClass(name)
          : defineClass(name, bytes, 0, bytes.length);
    }
  }

  private byte @Nullable [] read(String path) throws ClassNotFoundException {
    URL file = findResource(path);
    if (file == null) {
      return null;
    }
    try (InputStream in = file.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(path, e);
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return extension.findResource(FOLDER + name);
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    URL own = findResource(name);
    return own == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(own));
  }
}
