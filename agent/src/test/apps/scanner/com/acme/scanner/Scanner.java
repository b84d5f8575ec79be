package com.acme.scanner;

import java.util.List;

public class Scanner {
  private final Ingestor ingestor = new Ingestor();
  private final Analyzer analyzer = new JarAnalyzer();

  public Report scan(Request request) {
    Artifact artifact = request.artifact();
    ingestor.ingest(artifact);
    Packages packages = analyzer.analyze(artifact.digest());
    Report report = new Report(packages.ok() ? List.of("CVE-1", "CVE-2") : List.of());
    Publisher.publish(report);
    return report;
  }
}
