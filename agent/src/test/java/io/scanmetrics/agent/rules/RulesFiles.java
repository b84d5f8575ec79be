package io.scanmetrics.agent.rules;

import io.scanmetrics.agent.rules.expression.Expressions;
import io.scanmetrics.agent.rules.expression.ModuleOpener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Rules files that a test writes, and what comes of reading them. */
final class RulesFiles {
  private final Path folder;

  RulesFiles(Path folder) {
    this.folder = folder;
  }

  RulesReading read(String content) {
    return readFiles(Map.of(), write("rules.yaml", content));
  }

  RulesReading readFiles(Map<String, String> environment, String... files) {
    return RulesReader.read(Arrays.asList(files), environment, new Expressions(ModuleOpener.NONE));
  }

  String write(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content).toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The faults as the user sees them, without the folder. */
  List<String> faults(RulesReading reading) {
    return texts(reading.faults());
  }

  List<String> notices(RulesReading reading) {
    return texts(reading.notices());
  }

  private List<String> texts(List<Fault> faults) {
    return faults.stream().map(f -> f.text().replace(folder + "/", "")).toList();
  }
}
