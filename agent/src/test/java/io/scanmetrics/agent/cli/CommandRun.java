package io.scanmetrics.agent.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** One run of the command line, and what it left behind. */
record CommandRun(int status, String out, String err) {

  /** Runs it with nothing but these arguments. */
  static CommandRun of(String... arguments) {
    return with(Map.of(), Map.of(), arguments);
  }

  /** Runs it with these system properties and environment variables. */
  static CommandRun with(
      Map<String, String> properties, Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        ScanMetricsCommand.run(
            arguments,
            new HashMap<>(properties),
            environment,
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return new CommandRun(status, out.toString(), err.toString());
  }
}
