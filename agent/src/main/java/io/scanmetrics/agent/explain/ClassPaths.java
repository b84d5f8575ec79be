package io.scanmetrics.agent.explain;

import io.scanmetrics.agent.instrument.ClassFiles;
import io.scanmetrics.agent.options.Nearest;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The places to look for classes: jars with the jars in them, folders, and parts of the JDK. Reads
 * them as files and runs nothing of them. Closing it closes the jars. Not for several threads.
 */
public final class ClassPaths implements ClassFiles, AutoCloseable {
  private static final Map<String, String> AS_THE_JVM_SEES_IT = Map.of("releaseVersion", "runtime");

  private final JdkClasses jdk = new JdkClasses();
  private final List<FileSystem> opened = new ArrayList<>();
  private final List<ClassFile> classes = new ArrayList<>();
  private final Map<String, ClassFile> byName = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  private ClassPaths() {}

  /**
   * Opens them all.
   *
   * @param paths of jars, folders and class files; {@code jrt:} for all of the JDK, {@code
   *     jrt:/MODULE} for one of its modules
   * @throws PathFault if one of them is not there, or is something else
   */
  public static ClassPaths open(List<String> paths) throws PathFault {
    ClassPaths opened = new ClassPaths();
    try {
      for (String path : paths) {
        opened.add(path);
      }
      return opened;
    } catch (PathFault | RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private void add(String path) throws PathFault {
    int before = classes.size();
    try {
      if (path.startsWith(JdkClasses.SCHEME)) {
        addJdk(path.substring(JdkClasses.SCHEME.length()).replace("/", ""));
      } else {
        addFile(path, existing(path));
      }
    } catch (IOException e) {
      throw new PathFault(path + " cannot be read: " + e);
    }
    if (classes.size() == before) {
      faults.add(path + " holds no classes");
    }
  }

  private static Path existing(String path) throws PathFault {
    try {
      Path found = Path.of(path);
      if (Files.exists(found)) {
        return found;
      }
    } catch (InvalidPathException e) {
      throw new PathFault("'" + path + "' is no path: " + e.getReason());
    }
    throw new PathFault(
        path
            + (path.contains(File.pathSeparator)
                ? " does not exist; put blanks between paths, not '" + File.pathSeparator + "'"
                : " does not exist"));
  }

  private void addFile(String place, Path path) throws IOException, PathFault {
    if (Files.isDirectory(path)) {
      addTree(place.endsWith("/") ? place.substring(0, place.length() - 1) : place, path, "/");
    } else if (path.toString().endsWith(".class")) {
      addAll(ClassTree.below(path).classes(place));
    } else if (!addArchive(place, path)) {
      throw new PathFault(path + " is neither a jar nor a folder");
    }
  }

  private void addJdk(String module) throws IOException, PathFault {
    List<String> modules = jdk.modules();
    if (!module.isEmpty() && !modules.contains(module)) {
      throw new PathFault(
          "this JDK has no module " + module + "; did you mean " + Nearest.of(module, modules));
    }
    for (String each : module.isEmpty() ? modules : List.of(module)) {
      addAll(ClassTree.below(jdk.folder(each)).classes(JdkClasses.place(each)));
    }
  }

  private void addTree(String place, Path root, String separator) throws IOException {
    ClassTree tree = ClassTree.below(root);
    addAll(tree.classes(place));
    List<Path> archives = new ArrayList<>(tree.archives());
    Collections.sort(archives);
    for (Path archive : archives) {
      String nested = place + separator + root.relativize(archive).toString().replace('\\', '/');
      try {
        if (!addArchive(nested, archive)) {
          faults.add(nested + " is no jar");
        }
      } catch (IOException e) {
        faults.add(nested + " cannot be read: " + e);
      }
    }
  }

  /** Whether it is one. */
  private boolean addArchive(String place, Path path) throws IOException {
    FileSystem system;
    try {
      system = FileSystems.newFileSystem(path, AS_THE_JVM_SEES_IT);
    } catch (ZipException | ProviderNotFoundException e) {
      return false;
    }
    opened.add(system);
    addTree(place, system.getPath("/"), "!/");
    return true;
  }

  private void addAll(List<ClassFile> found) {
    found.sort((a, b) -> a.name().compareTo(b.name()));
    for (ClassFile each : found) {
      classes.add(each);
      byName.putIfAbsent(each.name(), each);
    }
  }

  /** All of them, those of one place together; a class may be in several. */
  List<ClassFile> classes() {
    return classes;
  }

  /** The names of all of them. */
  Collection<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /** Nested jars that could not be looked into. */
  List<String> faults() {
    return faults;
  }

  /** A class of the JDK, asked for or not. */
  @Nullable ClassFile inJdk(String name) {
    try {
      return jdk.find(name);
    } catch (IOException e) {
      return null;
    }
  }

  /** Of what was given, or else of the JDK. */
  @Override
  public byte @Nullable [] find(String name) throws IOException {
    ClassFile given = byName.get(name);
    ClassFile found = given == null ? jdk.find(name) : given;
    return found == null ? null : found.read();
  }

  @Override
  public void close() {
    // The inner ones first: they read from those they lie in.
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (IOException e) {
        // It was only read.
      }
    }
  }
}
