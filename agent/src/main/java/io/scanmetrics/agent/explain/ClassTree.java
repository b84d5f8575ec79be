package io.scanmetrics.agent.explain;

import io.scanmetrics.agent.instrument.ClassViews;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the class files and the archives below one folder, be it on disk, in an archive or in the
 * JDK's image.
 *
 * <p>Classes need not begin at its top: {@code BOOT-INF/classes}, {@code WEB-INF/classes}, a
 * build's {@code target/classes} and the like are told by what the first class of each folder says
 * its package is. Of a multi-release jar, which its file system shows as the running JVM would, the
 * versions stand where the classes are that they replace.
 */
final class ClassTree extends SimpleFileVisitor<Path> {
  private static final Set<String> ARCHIVES = Set.of("jar", "war", "ear", "rar", "jmod", "zip");
  private static final String VERSIONS = "META-INF/versions";

  private final Path root;
  private final Map<Path, String> packages = new HashMap<>();
  private final Set<Path> seen = new HashSet<>();
  private final List<Path> classes = new ArrayList<>();
  private final List<Path> archives = new ArrayList<>();

  private ClassTree(Path root) {
    this.root = root;
  }

  static ClassTree below(Path root) throws IOException {
    ClassTree tree = new ClassTree(root);
    Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, tree);
    return tree;
  }

  /** In no particular order. */
  List<ClassFile> classes(String place) {
    List<ClassFile> found = new ArrayList<>();
    for (Path path : classes) {
      found.add(new ClassFile(name(path), place, path));
    }
    return found;
  }

  /** Files whose names say that they are archives. */
  List<Path> archives() {
    return archives;
  }

  static boolean isArchive(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return ARCHIVES.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String name = file.getFileName().toString();
    if (name.endsWith(".class")) {
      Path shown = shown(file);
      if (!name.equals("module-info.class")
          && !name.equals("package-info.class")
          && Files.isRegularFile(shown)
          && seen.add(shown)) {
        classes.add(shown);
      }
    } else if (attributes.isRegularFile() && isArchive(file)) {
      archives.add(file);
    }
    return FileVisitResult.CONTINUE;
  }

  /** Links in a circle, or a folder that this user may not read, hide nothing else. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException fault) {
    return FileVisitResult.CONTINUE;
  }

  /** The path under which a class is found that lies among the versions of a multi-release jar. */
  private Path shown(Path file) {
    Path relative = root.relativize(file);
    boolean version =
        relative.getNameCount() > 3
            && relative.subpath(0, 2).toString().replace('\\', '/').equals(VERSIONS);
    return version ? root.resolve(relative.subpath(3, relative.getNameCount())) : file;
  }

  private String name(Path file) {
    String prefix = packages.computeIfAbsent(file.getParent(), folder -> packageOf(file));
    return prefix + simpleName(file);
  }

  private static String simpleName(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".class".length());
  }

  /** With a dot behind it; by the class file's own word, else by the folders that lead to it. */
  private String packageOf(Path file) {
    String simple = simpleName(file);
    try {
      String own = ClassViews.nameOf(Files.readAllBytes(file));
      if (own.equals(simple) || own.endsWith("." + simple)) {
        return own.substring(0, own.length() - simple.length());
      }
    } catch (IOException | IllegalArgumentException e) {
      // What is wrong with it is told when a rule may mean it.
    }
    Path folder = root.relativize(file).getParent();
    return folder == null ? "" : folder.toString().replaceAll("[/\\\\]", ".") + ".";
  }
}
