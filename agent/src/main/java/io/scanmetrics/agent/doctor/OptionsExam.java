package io.scanmetrics.agent.doctor;

import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.spans.SdkTrial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options themselves: ours as they were read, OpenTelemetry's as its SDK takes them. */
final class OptionsExam {
  private static final String SUBJECT = "options";

  private OptionsExam() {}

  static List<Finding> of(Options options, Surroundings surroundings) {
    List<Finding> findings = new ArrayList<>();
    options.faults().forEach(fault -> findings.add(Finding.fault(SUBJECT, fault)));
    String refused = SdkTrial.fault(otel(options, surroundings));
    if (refused != null) {
      findings.add(Finding.fault(SUBJECT, "OpenTelemetry refuses the otel.* options: " + refused));
    }
    String set = options.toString();
    findings.add(Finding.ok(SUBJECT, set.isEmpty() ? "all have their defaults" : set));
    if (!options.enabled()) {
      findings.add(
          Finding.note(
              SUBJECT,
              "the agent is turned off, by scan.metrics.enabled=false or otel.sdk.disabled=true"));
    }
    return findings;
  }

  private static Map<String, String> otel(Options options, Surroundings surroundings) {
    Map<String, String> otel = new HashMap<>(surroundings.allOfOtel());
    otel.putAll(options.otel(surroundings::otel));
    return otel;
  }
}
