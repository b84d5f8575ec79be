package com.example.scanner.analyze;

import com.example.scanner.ingest.Inventory;
import com.example.scanner.model.ScanRequest;

/**
 * One way to tell what a jar is. All analyzers of a scan run at the same time, each over the whole
 * inventory; one jar that cannot be read does not stop them.
 */
public interface Analyzer {

  /** A short name for logs and documents, like {@code pom-properties}. */
  String getName();

  /** Looks at every jar of the inventory. */
  AnalyzerReport analyze(ScanRequest request, Inventory inventory);
}
