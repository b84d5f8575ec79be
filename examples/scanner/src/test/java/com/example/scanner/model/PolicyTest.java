package com.example.scanner.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTest {
  @TempDir Path folder;

  @Test
  void aPolicyFileSaysWhatCounts() throws Exception {
    Policy policy =
        read(
            """
            {"minimum_severity": "High",
             "ignore": [{"id": "CVE-2021-44832", "reason": "configuration is read-only"}]}
            """);

    assertThat(policy.minimumSeverity()).isEqualTo(Severity.HIGH);
    assertThat(policy.ignored()).containsEntry("CVE-2021-44832", "configuration is read-only");
  }

  @Test
  void theDigestDoesNotDependOnWhiteSpace() throws Exception {
    assertThat(read("{\"minimum_severity\":\"low\"}").digest())
        .isEqualTo(read("{ \"minimum_severity\" :\n \"low\" }").digest())
        .isEqualTo(Policy.standard().digest())
        .startsWith("sha256:");
  }

  @Test
  void anUnknownSeverityIsRefusedByName() {
    assertThatThrownBy(() -> read("{\"minimum_severity\":\"dreadful\"}"))
        .isInstanceOfSatisfying(
            ScanException.class, e -> assertThat(e.code()).isEqualTo("BAD_POLICY"))
        .hasMessageContaining("dreadful");
  }

  @Test
  void whatIsNotJsonIsRefused() {
    assertThatThrownBy(() -> read("minimum_severity: low"))
        .isInstanceOfSatisfying(
            ScanException.class, e -> assertThat(e.code()).isEqualTo("BAD_POLICY"))
        .hasMessageContaining("policy.json");
  }

  @Test
  void anIgnoredAdvisoryNeedsAnId() {
    assertThatThrownBy(() -> read("{\"ignore\":[{\"reason\":\"none\"}]}"))
        .isInstanceOf(ScanException.class)
        .hasMessageContaining("'id'");
  }

  private Policy read(String json) throws IOException, ScanException {
    return Policy.read(Files.writeString(folder.resolve("policy.json"), json));
  }
}
