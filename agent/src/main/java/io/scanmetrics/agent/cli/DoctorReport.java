package io.scanmetrics.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.scanmetrics.agent.doctor.Finding;
import io.scanmetrics.agent.doctor.Finding.State;
import io.scanmetrics.agent.log.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What {@code doctor} found, for people or for machines. */
final class DoctorReport {
  private final List<Finding> findings;

  DoctorReport(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  /** How many things have to be mended. */
  long faults() {
    return findings.stream().filter(finding -> finding.state() == State.FAULT).count();
  }

  /** A line for each, what mends it below, and at the end whether all is well. */
  void print(CommandLine command) {
    PrintWriter out = command.getOut();
    Ansi ansi = command.getColorScheme().ansi();
    for (Finding finding : findings) {
      out.println(
          ansi.string(state(finding.state()))
              + String.format("  %-10s  %s", finding.subject(), line(finding.message())));
      if (finding.mend() != null) {
        out.println(" ".repeat(19) + "mend: " + line(finding.mend()));
      }
    }
    out.println();
    out.println(
        switch ((int) faults()) {
          case 0 -> "No fault found.";
          case 1 -> "1 fault found.";
          default -> faults() + " faults found.";
        });
  }

  /** An array of objects. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartArray();
      for (Finding finding : findings) {
        json.writeStartObject();
        json.writeStringField("state", finding.state().name().toLowerCase(Locale.ROOT));
        json.writeStringField("subject", finding.subject());
        json.writeStringField("message", line(finding.message()));
        if (finding.mend() != null) {
          json.writeStringField("mend", line(finding.mend()));
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String state(State state) {
    return switch (state) {
      case OK -> "@|green ok   |@";
      case NOTE -> "@|yellow note |@";
      case FAULT -> "@|bold,red FAULT|@";
    };
  }

  private static String line(String text) {
    return Redaction.of(text).replaceAll("\\s*\\R\\s*", " ");
  }
}
