package com.acme.scanner;

import java.util.List;

public class Scanner {
  public Report scan(Request request) {
    new Ingestor().ingest(request.artifact());
    Analyzer analyzer = new JarAnalyzer();
    Packages packages = analyzer.analyze(request.artifact().digest());
    Report report = new Report(List.of("CVE-1", "CVE-2"));
    Publisher.publish(report);
    return report;
  }
}
