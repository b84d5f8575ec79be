package com.example.scanner.analyze;

import com.example.scanner.model.Document;
import java.util.List;

/**
 * What the artifact consists of, and which advisories are about that.
 *
 * @param components sorted by package URL
 * @param findings the worst first
 * @param sbom the CycloneDX document
 * @param problems jars that some analyzer could not open, each named once
 */
public record Analysis(
    List<Component> components, List<Finding> findings, Document sbom, List<Problem> problems) {

  public Analysis {
    components = List.copyOf(components);
    findings = List.copyOf(findings);
    problems = List.copyOf(problems);
  }
}
