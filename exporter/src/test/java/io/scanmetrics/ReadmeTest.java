package io.scanmetrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadmeTest {
  private final String readme;

  ReadmeTest() throws IOException {
    readme = Files.readString(Path.of("README.md"));
  }

  @ParameterizedTest
  @EnumSource
  void namesEveryAttributeWithItsColumn(ScanAttribute attribute) {
    assertThat(readme).contains("| `" + attribute.key() + "` | `" + attribute.column() + "` |");
  }

  @Test
  void namesNoAttributeThatIsNotThere() {
    long rows = readme.lines().filter(line -> line.startsWith("| `scan.")).count();

    // The phase's name has a row of its own.
    assertThat(rows).isEqualTo(ScanAttribute.values().length + 1L);
  }
}
