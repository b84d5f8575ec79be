package io.scanmetrics.agent.cli;

import io.scanmetrics.agent.log.Redaction;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, in one line without stack traces and passwords, and where help is. */
final class Faults implements IParameterExceptionHandler, IExecutionExceptionHandler {
  Faults() {}

  @Override
  public int handleParseException(ParameterException fault, String[] arguments) {
    CommandLine command = fault.getCommandLine();
    PrintWriter err = command.getErr();
    String message =
        fault instanceof UnmatchedArgumentException unmatched
            ? unknown(unmatched)
            : String.valueOf(fault.getMessage());
    say(command, message);
    err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    return ScanMetricsCommand.USAGE;
  }

  @Override
  public int handleExecutionException(Exception fault, CommandLine command, ParseResult parsed) {
    if (fault instanceof CommandFailure failure) {
      say(command, String.valueOf(failure.getMessage()));
    } else {
      say(command, "unexpected fault: " + fault);
    }
    return ScanMetricsCommand.WRONG;
  }

  private static void say(CommandLine command, String message) {
    Ansi ansi = command.getColorScheme().ansi();
    command
        .getErr()
        .println(
            ansi.string("@|bold,red error:|@ ")
                + Redaction.of(message).replaceAll("\\s*\\R\\s*", " "));
  }

  /** Only the name of the first one: what follows may be a secret meant for another flag. */
  private static String unknown(UnmatchedArgumentException fault) {
    List<String> unmatched = fault.getUnmatched();
    String first = unmatched.get(0).replaceFirst("=.*", "");
    List<String> meant = fault.getSuggestions();
    return (fault.isUnknownOption() ? "there is no flag '" : "there is no command or argument '")
        + first
        + (meant.isEmpty() ? "'" : "'; did you mean " + meant.get(0) + "?");
  }
}
