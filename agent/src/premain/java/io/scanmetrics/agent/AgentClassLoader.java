package io.scanmetrics.agent;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Keeps the agent and its libraries to itself: their classes lie under {@link #FOLDER} in the
 * agent's jar, where no other loader finds them, and what the application brings along is not found
 * here.
 *
 * <pre>
 *   bootstrap   java.base with the bridge
 *       ^
 *   platform    java.sql and other JDK modules
 *       ^   ^
 *       |   agent (this loader): agent, OpenTelemetry, Byte Buddy, pgjdbc, ...
 *   application: the scanner, and the agent's entry point
 * </pre>
 *
 * <p>Parallel capable. Lives as long as the JVM, and so does the open jar.
 */
final class AgentClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  /** Under {@code META-INF}, which class path scanners leave alone. */
  static final String FOLDER = "META-INF/isolated/";

  private final JarFile jar;
  private final String root;

  AgentClassLoader(File jar, ClassLoader parent) throws IOException {
    super(parent);
    this.jar = new JarFile(jar, false);
    this.root = "jar:" + jar.toURI().toURL() + "!/" + FOLDER;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    JarEntry entry = jar.getJarEntry(FOLDER + path);
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      byte[] bytes = read(entry);
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] read(JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.max(32, entry.getSize()));
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return out.toByteArray();
    }
  }

  /** Without the URL connection that the inherited method opens, and the second jar behind it. */
  @Override
  public InputStream getResourceAsStream(String name) {
    JarEntry entry = jar.getJarEntry(FOLDER + name);
    if (entry == null) {
      return super.getResourceAsStream(name);
    }
    try {
      return jar.getInputStream(entry);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  protected URL findResource(String name) {
    if (jar.getJarEntry(FOLDER + name) == null) {
      return null;
    }
    try {
      return new URL(root + name);
    } catch (MalformedURLException e) {
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
