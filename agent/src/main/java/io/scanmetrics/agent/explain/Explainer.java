package io.scanmetrics.agent.explain;

import io.scanmetrics.agent.instrument.ClassView;
import io.scanmetrics.agent.instrument.ClassViews;
import io.scanmetrics.agent.instrument.LambdaView;
import io.scanmetrics.agent.instrument.MethodRules;
import io.scanmetrics.agent.instrument.MethodView;
import io.scanmetrics.agent.rules.ClassSelector;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.HookIndex;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Rules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds class files against rules, in the steps of a class that is being loaded: its name first,
 * then the class, then its methods.
 */
public final class Explainer {
  private final ClassViews views;
  private final HookIndex index;
  private final List<Findings> findings = new ArrayList<>();
  private final List<String> faults;

  private Explainer(Rules rules, ClassPaths paths) {
    this.views = new ClassViews(paths);
    this.faults = new ArrayList<>(paths.faults());
    List<Hook> hooks = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      for (Hook hook : rule.hooks()) {
        hooks.add(hook);
        findings.add(new Findings(rule, hook));
      }
    }
    this.index = new HookIndex(hooks);
  }

  /** What the rules would do to the classes in those places. */
  public static Explanation explain(Rules rules, ClassPaths paths) {
    Explainer explainer = new Explainer(rules, paths);
    for (ClassFile file : paths.classes()) {
      explainer.look(file);
    }
    Outsiders outsiders = new Outsiders(paths, explainer.views);
    List<HookReport> reports = new ArrayList<>();
    for (Findings each : explainer.findings) {
      reports.add(each.report(paths, outsiders));
    }
    return new Explanation(reports, explainer.faults);
  }

  private void look(ClassFile file) {
    int[] candidates = index.candidates(file.internalName());
    if (candidates.length == 0) {
      return;
    }
    try {
      byte[] classFile = file.read();
      match(file, views.of(classFile), candidates);
      lookForLambdas(file, classFile, candidates);
    } catch (IOException | RuntimeException e) {
      faults.add(file.name() + " in " + file.place() + " cannot be read: " + e.getMessage());
    }
  }

  private void match(ClassFile file, ClassView type, int[] candidates) {
    List<Findings> meant = new ArrayList<>();
    for (int number : candidates) {
      Findings candidate = findings.get(number);
      if (type.isMeantBy(candidate.hook.type())) {
        meant.add(candidate);
      } else {
        candidate.notMeant(type);
      }
    }
    List<Findings> barren = new ArrayList<>(meant);
    for (MethodView method : type.methods()) {
      MethodRules rules = new MethodRules();
      for (Findings each : meant) {
        if (method.isMeantBy(each.hook)) {
          barren.remove(each);
          apply(each, rules, file, method);
        }
      }
    }
    for (Findings each : barren) {
      each.barren(type);
    }
  }

  /** A lambda is of the package that it stands in. */
  private void lookForLambdas(ClassFile file, byte[] classFile, int[] candidates) {
    List<LambdaView> lambdas = null;
    for (int number : candidates) {
      Findings each = findings.get(number);
      if (each.hook.type() instanceof ClassSelector.SubtypeOf selector) {
        lambdas = lambdas == null ? LambdaView.in(classFile) : lambdas;
        for (LambdaView lambda : lambdas) {
          if (lambda.fits(each.hook.method())
              && views.isSubtype(lambda.type(), selector.superType())) {
            each.lambda(file.name() + "." + lambda.maker(), lambda.type());
          }
        }
      }
    }
  }

  private static void apply(Findings found, MethodRules rules, ClassFile file, MethodView method) {
    Hit hit = new Hit(file.name(), method.name(), method.parameters(), file.place());
    if (rules.admits(found.rule, found.hook)) {
      found.hit(hit);
    } else if (rules.scan() != null) {
      found.hiddenBehind(rules.scan(), hit.signature());
    }
  }
}
