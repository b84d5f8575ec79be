package io.scanmetrics.agent.cli;

import io.scanmetrics.agent.explain.Explanation;
import io.scanmetrics.agent.explain.Hit;
import io.scanmetrics.agent.explain.HookReport;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Rules;
import java.io.PrintWriter;
import java.util.Iterator;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * An explanation for people: rule by rule, a line that tells the rule, one for each method, and one
 * for what there is to know besides.
 */
final class ExplainText {
  private final PrintWriter out;
  private final CommandLine.Help.Ansi ansi;

  ExplainText(CommandLine command) {
    this.out = command.getOut();
    this.ansi = command.getColorScheme().ansi();
  }

  void print(Rules rules, Explanation explanation) {
    Iterator<HookReport> reports = explanation.hooks().iterator();
    String separator = "";
    for (Rule rule : rules.rules()) {
      if (rule.hooks().isEmpty()) {
        out.print(separator);
        out.println(style(Style.bold, rule.description()));
        out.println("  needs no method");
        separator = System.lineSeparator();
      }
      for (int i = 0; i < rule.hooks().size(); i++) {
        out.print(separator);
        print(reports.next());
        separator = System.lineSeparator();
      }
    }
  }

  private void print(HookReport report) {
    out.println(style(Style.bold, heading(report)));
    for (Hit hit : report.hits()) {
      out.println(subject(report.rule()) + "  " + hit.signature() + "  [" + hit.file() + "]");
    }
    if (report.nearestMiss() != null) {
      out.println("  " + style(Style.fg_red, "matches nothing: ") + report.nearestMiss());
    }
    for (String note : report.notes()) {
      out.println("  note: " + note);
    }
  }

  /** The phase's name; scans have none, and are told by that word. */
  static String subject(Rule rule) {
    return rule.phase() == null ? "scan" : rule.phase();
  }

  private static String heading(HookReport report) {
    Hook.Role role = report.hook().role();
    String place = report.rule().description();
    return role == Hook.Role.CALL ? place : place + ", " + ExplainJson.role(role);
  }

  private String style(Style style, String text) {
    return ansi.enabled() ? style.on() + text + style.off() : text;
  }
}
