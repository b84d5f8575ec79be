package com.example.scanner.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.scanner.model.ScanException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetTest {
  @TempDir Path folder;

  @Test
  void itEndsWithTheBytesThatComeOut() throws Exception {
    Budget budget = new Budget(10, 100);
    Path file = folder.resolve("f");
    budget.copy("first", new ByteArrayInputStream(new byte[60]), file);

    assertThat(Files.size(file)).isEqualTo(60);
    assertThatThrownBy(() -> budget.copy("second", new ByteArrayInputStream(new byte[60]), file))
        .isInstanceOfSatisfying(
            ScanException.class, e -> assertThat(e.code()).isEqualTo("UNSAFE_ARTIFACT"))
        .hasMessageContaining("second");
  }

  @Test
  void itEndsWithTheNumberOfEntries() throws Exception {
    Budget budget = new Budget(1, 100);
    budget.take("first");

    assertThatThrownBy(() -> budget.take("second")).isInstanceOf(ScanException.class);
  }
}
