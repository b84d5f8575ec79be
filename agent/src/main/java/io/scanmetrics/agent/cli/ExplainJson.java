package io.scanmetrics.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.scanmetrics.agent.explain.Explanation;
import io.scanmetrics.agent.explain.Hit;
import io.scanmetrics.agent.explain.HookReport;
import io.scanmetrics.agent.rules.Hook;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import picocli.CommandLine;

/**
 * An explanation for machines: an array of methods on stdout; what matches nothing, and what cannot
 * be told, in lines on stderr.
 */
final class ExplainJson {
  private ExplainJson() {}

  static void print(Explanation explanation, CommandLine command) {
    command.getOut().println(array(explanation));
    for (HookReport report : explanation.hooks()) {
      String rule = report.rule().description();
      if (report.nearestMiss() != null) {
        command.getErr().println("error: " + rule + " matches nothing: " + report.nearestMiss());
      }
      for (String note : report.notes()) {
        command.getErr().println("note: " + rule + ": " + note);
      }
    }
  }

  private static String array(Explanation explanation) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartArray();
      for (HookReport report : explanation.hooks()) {
        for (Hit hit : report.hits()) {
          write(json, report, hit);
        }
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, HookReport report, Hit hit) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", report.rule().label());
    json.writeStringField(
        "source", report.rule().source().file() + ":" + report.rule().source().line());
    json.writeStringField("role", role(report.hook().role()));
    json.writeStringField("phase", ExplainText.subject(report.rule()));
    json.writeStringField("class", hit.className());
    json.writeStringField("method", hit.method());
    json.writeArrayFieldStart("parameters");
    for (String parameter : hit.parameters()) {
      json.writeString(parameter);
    }
    json.writeEndArray();
    json.writeStringField("file", hit.file());
    json.writeEndObject();
  }

  /** As the rules file says it; a rule with one method has the role {@code call}. */
  static String role(Hook.Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
