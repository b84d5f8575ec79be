package com.example.scanner.reachability;

import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.ScannedJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;

/**
 * All classes of the artifact, found by name and read when asked for. Where a class is there twice,
 * the first in the order of locations counts, as on a class path. Used by one thread; owns open
 * jars until it is closed.
 */
final class CodeBase implements AutoCloseable {
  private static final List<String> CLASS_FOLDERS =
      List.of("WEB-INF/classes/", "BOOT-INF/classes/");
  private static final String SERVICES = "META-INF/services/";

  private interface Source {
    byte[] read() throws IOException;
  }

  private final List<ZipFile> open = new ArrayList<>();
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Map<String, List<String>> providers = new HashMap<>();
  private final List<String> applicationClasses = new ArrayList<>();
  private final Map<String, Optional<ParsedClass>> parsed = new HashMap<>();
  private final Map<String, Optional<ParsedClass>> platform = new HashMap<>();
  private int unreadable;

  private CodeBase() {}

  /** Indexes the inventory; jars and classes that cannot be read are counted and left out. */
  static CodeBase of(Inventory inventory) throws IOException {
    CodeBase base = new CodeBase();
    for (Path file : inventory.classFiles()) {
      base.addLooseClass(file);
    }
    for (ScannedJar jar : inventory.jars()) {
      base.addJar(jar);
    }
    return base;
  }

  boolean has(String className) {
    return sources.containsKey(className);
  }

  int size() {
    return sources.size();
  }

  /** How many jars or class files could not be read so far. */
  int unreadable() {
    return unreadable;
  }

  /**
   * The classes of the application itself: of jars that can be started, of wars, and loose ones.
   * All classes if there is no application, since any of a library's code may be called from
   * outside.
   */
  List<String> ownClasses() {
    return applicationClasses.isEmpty() ? List.copyOf(sources.keySet()) : applicationClasses;
  }

  /** Implementations of that service that any jar registers. */
  List<String> providers(String service) {
    return providers.getOrDefault(service, List.of());
  }

  /** A class of the artifact; empty if it is not there or not readable. */
  Optional<ParsedClass> find(String className) {
    Optional<ParsedClass> known = parsed.get(className);
    if (known == null) {
      known = parse(className);
      parsed.put(className, known);
    }
    return known;
  }

  /** The outline of a class that the Java platform has. */
  Optional<ParsedClass> findPlatform(String className) {
    Optional<ParsedClass> known = platform.get(className);
    if (known == null) {
      known = parsePlatform(className);
      platform.put(className, known);
    }
    return known;
  }

  @Override
  public void close() throws IOException {
    for (ZipFile zip : open) {
      zip.close();
    }
  }

  private Optional<ParsedClass> parse(String className) {
    Source source = sources.get(className);
    if (source == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ClassParser.parse(source.read(), this::has));
    } catch (IOException | RuntimeException e) {
      // ASM reports a broken class file by whatever exception its reading runs into.
      unreadable++;
      return Optional.empty();
    }
  }

  private static Optional<ParsedClass> parsePlatform(String className) {
    try (InputStream in =
        ClassLoader.getPlatformClassLoader().getResourceAsStream(className + ".class")) {
      return in == null
          ? Optional.empty()
          : Optional.of(ClassParser.parseOutline(in.readAllBytes()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void addLooseClass(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      String name = new ClassReader(bytes).getClassName();
      sources.putIfAbsent(name, () -> bytes);
      applicationClasses.add(name);
    } catch (RuntimeException e) {
      unreadable++;
    }
  }

  private void addJar(ScannedJar jar) {
    try {
      ZipFile zip = new ZipFile(jar.file().toFile());
      open.add(zip);
      boolean startable = isStartable(zip);
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
          addClass(zip, entry, startable);
        } else if (name.startsWith(SERVICES) && !entry.isDirectory()) {
          addService(zip, entry);
        }
      }
    } catch (IOException e) {
      unreadable++;
    }
  }

  private void addClass(ZipFile zip, ZipEntry entry, boolean startable) {
    String name = entry.getName().substring(0, entry.getName().length() - ".class".length());
    boolean own = startable;
    for (String folder : CLASS_FOLDERS) {
      if (name.startsWith(folder)) {
        name = name.substring(folder.length());
        own = true;
      }
    }
    sources.putIfAbsent(
        name,
        () -> {
          try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
          }
        });
    if (own) {
      applicationClasses.add(name);
    }
  }

  private void addService(ZipFile zip, ZipEntry entry) throws IOException {
    String service = entry.getName().substring(SERVICES.length()).replace('.', '/');
    try (InputStream in = zip.getInputStream(entry)) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").trim().replace('.', '/'))
          .filter(line -> !line.isEmpty())
          .forEach(name -> providers.computeIfAbsent(service, key -> new ArrayList<>()).add(name));
    }
  }

  private static boolean isStartable(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry("META-INF/MANIFEST.MF");
    if (entry == null) {
      return false;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      Attributes main = new Manifest(in).getMainAttributes();
      return main.containsKey(Attributes.Name.MAIN_CLASS);
    }
  }
}
