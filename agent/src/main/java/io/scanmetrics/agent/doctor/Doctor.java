package io.scanmetrics.agent.doctor;

import io.scanmetrics.agent.options.Options;
import io.scanmetrics.agent.rules.RulesReader;
import io.scanmetrics.agent.rules.RulesReading;
import io.scanmetrics.agent.rules.expression.Expressions;
import io.scanmetrics.agent.rules.expression.ModuleOpener;
import java.util.ArrayList;
import java.util.List;

/** Looks at everything that an agent with these options would need, and leaves it as it is. */
public final class Doctor {
  private Doctor() {}

  /** What was found, in the order of the way of the data; takes seconds where nobody answers. */
  public static List<Finding> examine(Options options, Surroundings surroundings) {
    RulesReading rules =
        RulesReader.read(
            options.rules(), surroundings.environment(), new Expressions(ModuleOpener.NONE));
    List<Finding> findings = new ArrayList<>();
    findings.addAll(OptionsExam.of(options, surroundings));
    findings.addAll(RulesExam.of(options, rules));
    findings.addAll(SpoolExam.of(options));
    findings.addAll(DatabaseExam.of(options));
    findings.addAll(OtlpExam.of(options, surroundings));
    findings.addAll(PrometheusExam.of(options));
    return findings;
  }
}
