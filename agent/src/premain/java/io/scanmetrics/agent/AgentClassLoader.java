package io.scanmetrics.agent;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/**
 * Keeps the agent and its libraries to itself: their classes lie in two jars inside the agent's
 * jar, where no other loader finds them, and what the application brings along is not found here.
 *
 * <pre>
 *   bootstrap   java.base with the bridge
 *       ^
 *   platform    java.sql and other JDK modules
 *       ^   ^
 *       |   agent (this loader): agent, OpenTelemetry, ASM, pgjdbc, ...
 *   application: the scanner, and the agent's entry point
 * </pre>
 *
 * <p>The smaller jar holds what a JVM needs in which nothing is measured, the larger is opened when
 * a class or resource is wanted that is not in it. Own classes come before those of the platform:
 * each is then found with one look.
 *
 * <p>Parallel capable. Lives as long as the JVM, and so does the open file.
 */
final class AgentClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  /** Uncompressed in the agent's jar; under {@code META-INF}, which scanners leave alone. */
  static final String START = "META-INF/isolated/start.jar";

  static final String REST = "META-INF/isolated/rest.jar";

  private final NestedJar jar;
  private final NestedJar start;

  /** Opened with the first look into it. */
  private volatile NestedJar rest;

  AgentClassLoader(File file, ClassLoader parent) throws IOException {
    super(parent);
    RandomAccessFile open = new RandomAccessFile(file, "r");
    jar = new NestedJar(open, 0, open.length());
    start = jar.nested(START);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.")) {
      return getParent().loadClass(name);
    }
    byte[] bytes = bytesOf(name);
    if (bytes == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? defineClass(name, bytes, 0, bytes.length) : loaded;
    }
  }

  private byte[] bytesOf(String className) throws ClassNotFoundException {
    try {
      return read(className.replace('.', '/').concat(".class"));
    } catch (IOException e) {
      throw new ClassNotFoundException(className, e);
    }
  }

  /** Two threads may each open it at first; either will do, and both read the same file. */
  private NestedJar rest() throws IOException {
    NestedJar open = rest;
    if (open == null) {
      open = jar.nested(REST);
      rest = open;
    }
    return open;
  }

  /** The content of a class file or resource; {@code null} if there is none of that name. */
  byte[] read(String name) throws IOException {
    byte[] bytes = start.read(name);
    return bytes == null ? rest().read(name) : bytes;
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    try {
      byte[] bytes = read(name);
      return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  protected URL findResource(String name) {
    try {
      return start.has(name) || rest().has(name) ? new NestedUrls(this).of(name) : null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return url == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(url));
  }
}
