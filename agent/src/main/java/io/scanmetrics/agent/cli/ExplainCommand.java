package io.scanmetrics.agent.cli;

import io.scanmetrics.agent.explain.ClassPaths;
import io.scanmetrics.agent.explain.Explainer;
import io.scanmetrics.agent.explain.Explanation;
import io.scanmetrics.agent.explain.PathFault;
import io.scanmetrics.agent.options.Option;
import io.scanmetrics.agent.rules.Fault;
import io.scanmetrics.agent.rules.RulesReader;
import io.scanmetrics.agent.rules.RulesReading;
import io.scanmetrics.agent.rules.expression.Expressions;
import io.scanmetrics.agent.rules.expression.ModuleOpener;
import java.io.File;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells which methods the rules would intercept, and why a rule intercepts none. */
@Command(
    name = "explain",
    description = {
      "Lists the methods that each rule would intercept in jars and folders, running nothing of"
          + " them.",
      "For a rule that matches nothing it names what comes nearest, and ends with status 1."
    },
    sortOptions = false,
    sortSynopsis = false,
    parameterListHeading = "%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class)
final class ExplainCommand implements Callable<Integer> {
  private final OptionFlags flags;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "A jar with all jars inside it, a folder with all jars below it, or jrt:/MODULE for"
              + " classes of this JDK; jrt: for all of it.")
  private List<String> paths = List.of();

  @picocli.CommandLine.Option(
      names = "--json",
      description = "Print the methods as a JSON array, and everything else on stderr.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private ExplainCommand(OptionFlags flags) {
    this.flags = flags;
  }

  static CommandSpec spec(OptionFlags flags) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new ExplainCommand(flags));
    OptionFlags.declare(spec, List.of(Option.RULES));
    return spec;
  }

  @Override
  public Integer call() {
    RulesReading reading = rules(flags.read(spec).rules());
    for (Fault fault : reading.faults()) {
      say("error: " + fault.text());
    }
    for (Fault notice : reading.notices()) {
      say("warning: " + notice.text());
    }
    Explanation explanation = explain(reading);
    for (String fault : explanation.faults()) {
      say("warning: " + fault);
    }
    if (json) {
      ExplainJson.print(explanation, spec.commandLine());
    } else {
      new ExplainText(spec.commandLine()).print(reading.rules(), explanation);
    }
    boolean all = reading.faults().isEmpty() && reading.hidden() == 0 && explanation.misses() == 0;
    return all ? ScanMetricsCommand.OK : ScanMetricsCommand.WRONG;
  }

  private RulesReading rules(List<String> files) {
    if (files.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "which rules? Give "
              + Option.RULES.flag()
              + " FILE, or set "
              + Option.RULES.environmentVariable());
    }
    for (String file : files) {
      if (!new File(file).exists()) {
        throw new ParameterException(spec.commandLine(), file + " does not exist");
      }
    }
    return RulesReader.read(files, flags.environment(), new Expressions(ModuleOpener.NONE));
  }

  private Explanation explain(RulesReading reading) {
    try (ClassPaths opened = ClassPaths.open(paths)) {
      return Explainer.explain(reading.rules(), opened);
    } catch (PathFault e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }
}
