package com.example.scanner.analyze;

import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.ScannedJar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weighs what the analyzers say of each jar: the first in {@link #BY_TRUST} that has an answer with
 * a group wins, then the first with any answer, and a jar that nobody knows is called by its file
 * name. The same package in several jars is one component.
 */
final class ComponentResolver {
  private static final List<String> BY_TRUST =
      List.of(
          PomPropertiesAnalyzer.NAME,
          HashAnalyzer.NAME,
          FileNameAnalyzer.NAME,
          ManifestAnalyzer.NAME);

  private ComponentResolver() {}

  /** The components of the inventory, sorted by package URL. */
  static List<Component> resolve(Inventory inventory, List<AnalyzerReport> reports) {
    Map<Coordinates, Component> components = new LinkedHashMap<>();
    for (ScannedJar jar : inventory.jars()) {
      Answer answer = answer(jar, reports);
      for (Coordinates coordinates : answer.coordinates()) {
        components.merge(
            coordinates,
            new Component(coordinates, answer.analyzer(), List.of(jar)),
            ComponentResolver::joined);
      }
    }
    return components.values().stream()
        .sorted(Comparator.comparing(component -> component.coordinates().purl()))
        .toList();
  }

  private record Answer(String analyzer, List<Coordinates> coordinates) {}

  private static Answer answer(ScannedJar jar, List<AnalyzerReport> reports) {
    @Nullable Answer vague = null;
    for (String analyzer : BY_TRUST) {
      List<Coordinates> said = said(analyzer, jar, reports);
      if (!said.isEmpty() && said.get(0).group() != null) {
        return new Answer(analyzer, said);
      }
      if (!said.isEmpty() && vague == null) {
        vague = new Answer(analyzer, said);
      }
    }
    if (vague != null) {
      return vague;
    }
    return new Answer(FileNameAnalyzer.NAME, List.of(new Coordinates(null, jar.name(), null)));
  }

  private static List<Coordinates> said(
      String analyzer, ScannedJar jar, List<AnalyzerReport> reports) {
    List<Coordinates> said = new ArrayList<>();
    for (AnalyzerReport report : reports) {
      if (report.analyzer().equals(analyzer)) {
        for (Identification identification : report.identifications()) {
          if (identification.jar().equals(jar)) {
            said.add(identification.coordinates());
          }
        }
      }
    }
    return said;
  }

  private static Component joined(Component first, Component second) {
    List<ScannedJar> jars = new ArrayList<>(first.jars());
    jars.addAll(second.jars());
    return new Component(first.coordinates(), first.analyzer(), jars);
  }
}
