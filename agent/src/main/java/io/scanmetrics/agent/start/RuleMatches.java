package io.scanmetrics.agent.start;

import io.scanmetrics.agent.explain.MethodMiss;
import io.scanmetrics.agent.explain.NotLoaded;
import io.scanmetrics.agent.instrument.ClassView;
import io.scanmetrics.agent.instrument.MatchListener;
import io.scanmetrics.agent.instrument.Target;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.rules.ClassSelector;
import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.rules.Rules;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which rules have found something in the classes of this JVM, and names those that have
 * not: at once where a class that a rule names lacks the method, else when the JVM ends. Does not
 * care for hooks of rules that were in force before. Any thread.
 */
final class RuleMatches implements MatchListener {
  /** Of the classes that lack the method, so many are looked at to tell what is near. */
  private static final int MOST_LOOKS = 3;

  private static final int MOST_LINES = 10;

  /** What is known of one hook; guarded by the map. */
  private static final class State {
    final Rule rule;
    boolean found;
    boolean said;
    int looks;
    @Nullable String miss;

    State(Rule rule) {
      this.rule = rule;
    }

    void learn(State before) {
      found = before.found;
      said = before.said;
      looks = before.looks;
      miss = before.miss;
    }
  }

  private final AgentLog log;
  private final TroubleLog trouble;
  private final IdentityHashMap<Hook, State> states = new IdentityHashMap<>();
  private final List<Rule> rules;

  /** A rule with a start and an end counts once. */
  private final Set<Rule> counted = Collections.newSetFromMap(new IdentityHashMap<>());

  RuleMatches(Rules rules, AgentLog log, TroubleLog trouble) {
    this.log = log;
    this.trouble = trouble;
    this.rules = rules.rules();
    for (Rule rule : this.rules) {
      for (Hook hook : rule.hooks()) {
        states.put(hook, new State(rule));
      }
    }
  }

  /**
   * For rules that take the place of others while the JVM runs: what is known stays known.
   *
   * @param successors what takes the place of what
   */
  RuleMatches(
      Rules rules,
      AgentLog log,
      TroubleLog trouble,
      RuleMatches before,
      Map<Target, Target> successors) {
    this(rules, log, trouble);
    synchronized (before.states) {
      successors.forEach(
          (old, now) -> {
            State known = before.states.get(old.hook());
            State state = states.get(now.hook());
            if (known != null && state != null) {
              state.learn(known);
            }
          });
    }
    synchronized (before.counted) {
      successors.forEach(
          (old, now) -> {
            if (before.counted.contains(old.interception().rule())) {
              counted.add(now.interception().rule());
            }
          });
    }
  }

  @Override
  public void methodFound(Hook hook) {
    synchronized (states) {
      State state = states.get(hook);
      if (state != null) {
        state.found = true;
      }
    }
  }

  @Override
  public void methodTaken(Hook hook, Rule first, String method) {
    State state = states.get(hook);
    synchronized (states) {
      if (state == null || state.said) {
        return;
      }
      state.said = true;
    }
    log.info(
        state.rule.description()
            + " does not apply to "
            + method
            + ": the rule "
            + first.description()
            + " goes first");
  }

  @Override
  public void methodMissing(Hook hook, ClassView type) {
    State state = states.get(hook);
    boolean named = hook.type() instanceof ClassSelector.Named;
    synchronized (states) {
      if (state == null || state.found || state.said || state.looks >= MOST_LOOKS) {
        return;
      }
      state.looks++;
      state.said = named;
    }
    String miss = MethodMiss.of(hook, List.of(type));
    synchronized (states) {
      if (state.miss == null || !state.miss.contains("did you mean")) {
        state.miss = miss;
      }
    }
    if (named) {
      count(state.rule);
      log.warn(line(hook, state) + miss);
    }
  }

  /** Whether no rule found a method, and none is for the JVM as a whole. */
  boolean isEmpty() {
    synchronized (states) {
      for (State state : states.values()) {
        if (state.found) {
          return false;
        }
      }
    }
    for (Rule rule : rules) {
      if (rule.hooks().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Names the rules that found nothing and have not been named; the JVM ends.
   *
   * @param loaded the names of the classes that were loaded
   */
  void end(Collection<String> loaded) {
    int lines = 0;
    for (Rule rule : rules) {
      for (Hook hook : rule.hooks()) {
        if (isWithout(hook) && lines++ < MOST_LINES) {
          say(hook, state(hook), loaded);
        }
      }
    }
    if (lines > MOST_LINES) {
      log.info((lines - MOST_LINES) + " more rules matched nothing");
    }
  }

  /** Whether it found nothing, and nobody was told. */
  private boolean isWithout(Hook hook) {
    boolean said;
    State state = state(hook);
    synchronized (states) {
      if (state.found) {
        return false;
      }
      said = state.said;
      state.said = true;
    }
    count(state.rule);
    return !said;
  }

  private void count(Rule rule) {
    synchronized (counted) {
      if (!counted.add(rule)) {
        return;
      }
    }
    trouble.ruleUnmatched(rule);
  }

  private void say(Hook hook, State state, Collection<String> loaded) {
    String miss;
    synchronized (states) {
      miss = state.miss;
    }
    if (miss != null) {
      log.warn(line(hook, state) + miss);
      return;
    }
    NotLoaded why = NotLoaded.of(hook.type(), loaded);
    if (why.meant() != null) {
      log.warn(line(hook, state) + why.text());
    } else {
      log.info(line(hook, state) + why.text());
    }
  }

  private static String line(Hook hook, State state) {
    String end =
        switch (hook.role()) {
          case CALL -> "";
          case START -> ", its start";
          case END -> ", its end";
        };
    return state.rule.description() + end + " matched nothing: ";
  }

  private State state(Hook hook) {
    State state = states.get(hook);
    if (state == null) {
      throw new IllegalArgumentException("a hook of other rules: " + hook.label());
    }
    return state;
  }
}
