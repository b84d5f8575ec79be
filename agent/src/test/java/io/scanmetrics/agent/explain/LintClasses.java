package io.scanmetrics.agent.explain;

import io.scanmetrics.agent.rules.RulesReader;
import io.scanmetrics.agent.rules.RulesReading;
import io.scanmetrics.agent.rules.expression.Expressions;
import io.scanmetrics.agent.rules.expression.ModuleOpener;
import io.scanmetrics.agent.testing.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The classes of the application {@code lint}, two of whose super types are missing. */
public final class LintClasses {
  private LintClasses() {}

  /** The folder they lie in. */
  public static Path folder() throws IOException {
    Path folder = Application.compile("lint").classes();
    Files.deleteIfExists(folder.resolve("com/acme/gone/Base.class"));
    Files.deleteIfExists(folder.resolve("com/acme/gone/Listed.class"));
    return folder;
  }

  /** What rules without faults would do to the classes in these places. */
  static Explanation explain(String rules, List<String> paths) throws Exception {
    Path file = Files.createTempFile("rules", ".yaml");
    try (ClassPaths opened = ClassPaths.open(paths)) {
      Files.writeString(file, "version: 1\n" + rules);
      RulesReading reading =
          RulesReader.read(List.of(file.toString()), Map.of(), new Expressions(ModuleOpener.NONE));
      if (!reading.faults().isEmpty()) {
        throw new AssertionError(reading.faults());
      }
      return Explainer.explain(reading.rules(), opened);
    } finally {
      Files.delete(file);
    }
  }
}
