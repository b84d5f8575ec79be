package com.example.scanner.analyze;

import com.example.scanner.ingest.ScannedJar;
import java.util.List;

/**
 * One package in the artifact, however often it is there.
 *
 * @param coordinates what it is
 * @param analyzer which analyzer named it
 * @param jars where it is, sorted by location, at least one
 */
public record Component(Coordinates coordinates, String analyzer, List<ScannedJar> jars) {

  public Component {
    jars = List.copyOf(jars);
  }
}
