package io.scanmetrics.agent.doctor;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.agent.options.Option;
import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.rules.Fault;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.RulesReading;
import java.util.ArrayList;
import java.util.List;

/** The rules files: what is wrong in them, and what is left of them. */
final class RulesExam {
  private static final String SUBJECT = "rules";

  private RulesExam() {}

  static List<Finding> of(Options options, RulesReading reading) {
    if (options.rules().isEmpty()) {
      return List.of(
          Finding.note(
              SUBJECT,
              "no file is named, so an agent would do nothing",
              "name one with " + Option.RULES.property()));
    }
    List<Finding> findings = new ArrayList<>();
    for (Fault fault : reading.faults()) {
      findings.add(Finding.fault(SUBJECT, fault.text()));
    }
    for (Fault notice : reading.notices()) {
      findings.add(Finding.note(SUBJECT, notice.text()));
    }
    if (options.rulesStrict() && !reading.faults().isEmpty()) {
      findings.add(
          Finding.fault(
              SUBJECT, "the agent is off: scan.metrics.rules.strict=true allows no fault"));
    } else if (!reading.rules().enabled()) {
      findings.add(
          Finding.note(
              SUBJECT,
              "'enabled: false' switches the agent off",
              "write 'enabled: true' to switch it on"));
    } else if (reading.faults().isEmpty() || !reading.rules().rules().isEmpty()) {
      count(reading.rules().rules(), findings);
    }
    tenant(options, reading.rules().rules(), findings);
    return findings;
  }

  private static void count(List<Rule> rules, List<Finding> findings) {
    long scans = rules.stream().filter(rule -> rule.kind() == Rule.Kind.SCAN).count();
    long phases = rules.size() - scans;
    String counted =
        scans
            + (scans == 1 ? " scan" : " scans")
            + ", "
            + phases
            + (phases == 1 ? " phase" : " phases");
    if (scans == 0) {
      findings.add(
          Finding.fault(
              SUBJECT, counted + ": nothing says what a scan is", "add a rule to scans:"));
    } else {
      findings.add(
          Finding.ok(SUBJECT, counted + "; explain tells which methods they would intercept"));
    }
  }

  private static void tenant(Options options, List<Rule> rules, List<Finding> findings) {
    boolean told =
        options.isSet(Option.TENANT_ID)
            || rules.stream().anyMatch(rule -> rule.reads(ScanAttribute.TENANT_ID.key()));
    if (!told && !rules.isEmpty() && options.jdbcUrl() != null) {
      findings.add(
          Finding.note(
              SUBJECT,
              "none gives scan.tenant.id, so scans are stored under tenant " + options.tenantId(),
              "set " + Option.TENANT_ID.property() + ", or scan.tenant.id in a rule"));
    }
  }
}
