package com.example.scanner.analyze;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Reads the list of released jars that ships with the scanner: SHA-1, group, artifact, version. */
final class KnownJars {
  private static final String RESOURCE = "known-jars.tsv";

  private KnownJars() {}

  /** By SHA-1. */
  static Map<String, Coordinates> read() {
    Map<String, Coordinates> jars = new HashMap<>();
    try (InputStream in =
            Objects.requireNonNull(KnownJars.class.getResourceAsStream(RESOURCE), RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> line.split("\t", -1))
          .forEach(cells -> jars.put(cells[0], new Coordinates(cells[1], cells[2], cells[3])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jars;
  }
}
