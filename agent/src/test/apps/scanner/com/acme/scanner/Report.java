package com.acme.scanner;

import java.util.List;

public class Report {
  private final List<String> findings;

  Report(List<String> findings) {
    this.findings = findings;
  }

  public List<String> getFindings() {
    return findings;
  }

  public String getSha256() {
    return Integer.toHexString(findings.hashCode());
  }
}
