package io.scanmetrics.agent.cli;

import io.scanmetrics.agent.doctor.Doctor;
import io.scanmetrics.agent.doctor.Finding;
import io.scanmetrics.agent.options.Option;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at everything that an agent would need, before a scanner is started with it. */
@Command(
    name = "doctor",
    description = {
      "Checks options, rules, spool, database, schema, OTLP endpoint and Prometheus port, and says"
          + " what to do about each fault.",
      "Changes nothing. Give it the options that the scanner's JVM will have."
    },
    sortOptions = false,
    sortSynopsis = false,
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class)
final class DoctorCommand implements Callable<Integer> {
  private final OptionFlags flags;

  @picocli.CommandLine.Option(
      names = "--json",
      description = "print an array of objects with state, subject, message and mend")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private DoctorCommand(OptionFlags flags) {
    this.flags = flags;
  }

  static CommandSpec spec(OptionFlags flags) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new DoctorCommand(flags));
    OptionFlags.declare(spec, List.of(Option.values()));
    return spec;
  }

  @Override
  public Integer call() {
    List<Finding> findings = Doctor.examine(flags.readSilently(spec), flags.surroundings());
    DoctorReport report = new DoctorReport(findings);
    if (json) {
      spec.commandLine().getOut().println(report.json());
    } else {
      report.print(spec.commandLine());
    }
    return report.faults() == 0 ? ScanMetricsCommand.OK : ScanMetricsCommand.WRONG;
  }
}
