package io.scanmetrics.store.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Loads everything outside the JDK anew from the test class path, and names its resources by URLs
 * of a protocol that nobody can list: what an agent's isolated class loader looks like to a
 * library.
 */
final class UnscannableClassLoader extends ClassLoader {
  private static final ClassLoader CLASS_PATH = ClassLoader.getSystemClassLoader();

  private final Predicate<String> offered;

  /** Offers only the classes whose names pass. */
  UnscannableClassLoader(Predicate<String> offered) {
    super(ClassLoader.getPlatformClassLoader());
    this.offered = offered;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = offered.test(name) ? read(name.replace('.', '/') + ".class") : null;
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    byte[] bytes = read(name);
    return bytes == null ? null : url(name, bytes);
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return Collections.enumeration(
        Collections.list(CLASS_PATH.getResources(name)).stream()
            .map(UnscannableClassLoader::read)
            .map(bytes -> url(name, bytes))
            .toList());
  }

  private static byte @Nullable [] read(String name) {
    URL url = CLASS_PATH.getResource(name);
    return url == null ? null : read(url);
  }

  private static byte[] read(URL url) {
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(String name, byte[] bytes) {
    try {
      return new URL("unlistable", null, -1, "/" + name, new Handler(bytes));
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Handler extends URLStreamHandler {
    private final byte[] bytes;

    Handler(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(bytes);
        }
      };
    }
  }
}
