package io.scanmetrics.agent.explain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A class file in one of the places that were given.
 *
 * @param name fully qualified, with dots, nested classes with a dollar sign
 * @param place the jar, folder or module it lies in, as people name it
 * @param path where it is read from
 */
record ClassFile(String name, String place, Path path) {
  byte[] read() throws IOException {
    return Files.readAllBytes(path);
  }

  String internalName() {
    return name.replace('.', '/');
  }
}
