package io.scanmetrics.agent.explain;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The classes of the JDK that runs this command, as files. */
final class JdkClasses {
  /** What its paths begin with, on the command line and in what is told. */
  static final String SCHEME = "jrt:";

  private final FileSystem image = FileSystems.getFileSystem(URI.create("jrt:/"));

  /** The names of all modules, in order. */
  List<String> modules() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(image.getPath("/modules"))) {
      for (Path folder : folders) {
        names.add(folder.getFileName().toString());
      }
    }
    Collections.sort(names);
    return names;
  }

  /** Where the classes of a module lie. */
  Path folder(String module) {
    return image.getPath("/modules", module);
  }

  /** The class of that name, {@code null} if the JDK has none. */
  @Nullable ClassFile find(String name) throws IOException {
    int dot = name.lastIndexOf('.');
    Path modules = image.getPath("/packages", name.substring(0, Math.max(0, dot)));
    if (dot < 0 || !Files.isDirectory(modules)) {
      return null;
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(modules)) {
      for (Path link : links) {
        String module = link.getFileName().toString();
        Path path = folder(module).resolve(name.replace('.', '/') + ".class");
        if (Files.isRegularFile(path)) {
          return new ClassFile(name, place(module), path);
        }
      }
    }
    return null;
  }

  static String place(String module) {
    return SCHEME + "/" + module;
  }
}
