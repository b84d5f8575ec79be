package io.scanmetrics.agent.cli;

import io.scanmetrics.agent.log.AgentLog;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line's root: {@code java -jar scan-metrics-agent.jar}. Each command is a class of its
 * own, with flags made from the options that it knows.
 *
 * <p>Exit status: 0 if all is well, 1 if what was checked or tried is not, 2 for wrong usage.
 */
@Command(
    name = "java -jar scan-metrics-agent.jar",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Time-to-Evidence of security scanners on the JVM.",
      "",
      "As an agent: java -javaagent:scan-metrics-agent.jar=rules=rules.yaml …"
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class)
public final class ScanMetricsCommand implements Runnable {
  /** All is well. */
  static final int OK = 0;

  /** What was checked or tried is not well. */
  static final int WRONG = 1;

  /** Nothing was tried, because of how it was called. */
  static final int USAGE = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  private ScanMetricsCommand() {}

  /** Runs one command on the standard streams of this process, and says how it ended. */
  public static int run(String[] arguments) {
    return run(
        arguments,
        System.getProperties(),
        System.getenv(),
        new PrintWriter(System.out, true, AgentLog.charset("stdout")),
        new PrintWriter(System.err, true, AgentLog.charset("stderr")));
  }

  /**
   * Runs one command.
   *
   * @param properties the system properties
   * @param environment the environment variables
   * @param out for what was asked for
   * @param err for what is wrong
   * @return the exit status
   */
  static int run(
      String[] arguments,
      Map<?, ?> properties,
      Map<String, String> environment,
      PrintWriter out,
      PrintWriter err) {
    OptionFlags flags = new OptionFlags(properties, environment);
    CommandLine line = new CommandLine(new ScanMetricsCommand());
    line.addSubcommand("migrate", MigrateCommand.spec(flags));
    line.addSubcommand("explain", ExplainCommand.spec(flags));
    line.addSubcommand("drain", DrainCommand.spec(flags));
    line.addSubcommand("doctor", DoctorCommand.spec(flags));
    line.addSubcommand("prune", PruneCommand.spec(flags));
    line.addSubcommand("report", ReportCommand.spec(flags));
    line.addSubcommand("help", new HelpCommand());
    return line.setOut(out)
        .setErr(err)
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(new Faults())
        .setExecutionExceptionHandler(new Faults())
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }
}
