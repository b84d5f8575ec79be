package io.scanmetrics.agent.explain;

import io.scanmetrics.agent.instrument.ClassView;
import io.scanmetrics.agent.rules.ClassSelector;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found for one hook, class by class. */
final class Findings {
  private static final int MOST_CLASSES = 1_000;

  final Rule rule;
  final Hook hook;
  private final List<Hit> hits = new ArrayList<>();
  private final List<ClassView> barren = new ArrayList<>();

  /** By the missing type, a class below it that may be one of those meant. */
  private final Map<String, String> unknown = new LinkedHashMap<>();

  private @Nullable String hidden;
  private @Nullable String firstLambda;
  private int lambdas;

  Findings(Rule rule, Hook hook) {
    this.rule = rule;
    this.hook = hook;
  }

  void hit(Hit hit) {
    hits.add(hit);
  }

  /** An earlier scan rule takes a method that this one means. */
  void hiddenBehind(Rule first, String signature) {
    if (hidden == null) {
      hidden = "method found, but the rule " + first.description() + " goes first for " + signature;
    }
  }

  /** A class that is meant, with no method that is. */
  void barren(ClassView type) {
    if (barren.size() < MOST_CLASSES) {
      barren.add(type);
    }
  }

  /** A lambda that would be meant if it were a class. */
  void lambda(String maker, String type) {
    lambdas++;
    if (firstLambda == null) {
      firstLambda = maker + " has a lambda or method reference that is a " + type;
    }
  }

  /** A class that is not meant, as far as its super types are known. */
  void notMeant(ClassView type) {
    if (hook.type() instanceof ClassSelector.SubtypeOf) {
      for (String missing : type.unknownSuperTypes()) {
        unknown.putIfAbsent(missing, type.name());
      }
    }
  }

  HookReport report(ClassPaths paths, Outsiders outsiders) {
    String miss = null;
    if (hits.isEmpty()) {
      if (hidden != null) {
        miss = hidden;
      } else if (barren.isEmpty()) {
        miss = new ClassMiss(hook.type(), paths, outsiders).text();
      } else {
        miss = MethodMiss.of(hook, barren);
      }
    }
    return new HookReport(rule, hook, hits, miss, notes());
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!unknown.isEmpty()) {
      notes.add(unknownNote());
    }
    if (firstLambda != null) {
      notes.add(
          firstLambda
              + ", which cannot be measured; name the method that it calls, or that calls it"
              + (lambdas == 1 ? "" : " (and " + (lambdas - 1) + " more are like it)"));
    }
    return notes;
  }

  /**
   * A program without its libraries lacks many types, and one is enough to show what is missing.
   */
  private String unknownNote() {
    Map.Entry<String, String> first = unknown.entrySet().iterator().next();
    int others = unknown.size() - 1;
    String note =
        "cannot tell for "
            + first.getValue()
            + ": its super type "
            + first.getKey()
            + " is in none of the paths";
    return others == 0 ? note : note + " (and " + others + " more are missing)";
  }
}
