package com.example.scanner.analyze;

import com.example.scanner.advisory.Advisory;
import com.example.scanner.advisory.AdvisoryFeed;
import com.example.scanner.model.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks every component up in the feed and keeps what the policy lets count. */
final class FindingMatcher {
  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing((Finding finding) -> finding.advisory().severity())
          .reversed()
          .thenComparing(finding -> finding.advisory().name())
          .thenComparing(finding -> finding.component().coordinates().purl());

  private FindingMatcher() {}

  static List<Finding> match(List<Component> components, AdvisoryFeed feed, Policy policy) {
    List<Finding> findings = new ArrayList<>();
    for (Component component : components) {
      String name = component.coordinates().packageName();
      String version = component.coordinates().version();
      if (name == null || version == null) {
        continue;
      }
      for (Advisory advisory : feed.about(name)) {
        if (counts(advisory, policy) && advisory.affects(name, version)) {
          findings.add(new Finding(advisory, component, advisory.fixAfter(name, version)));
        }
      }
    }
    findings.sort(WORST_FIRST);
    return findings;
  }

  private static boolean counts(Advisory advisory, Policy policy) {
    return advisory.severity().compareTo(policy.minimumSeverity()) >= 0
        && advisory.names().stream().noneMatch(policy.ignored()::containsKey);
  }
}
