package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.Rule;
import io.scanmetrics.agent.telemetry.Interception;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What the rules mean in one class that is being woven. Not for several threads. */
final class MethodMatches {
  private final ClassView type;
  private final List<Target> targets = new ArrayList<>();

  /** The places, in the list above, of those that apply to one of the methods. */
  private final BitSet found = new BitSet();

  /** Likewise, of those that mean one. */
  private final BitSet meant = new BitSet();

  MethodMatches(ClassView type) {
    this.type = type;
  }

  /** In the order of the rules. */
  void consider(Target target) {
    if (type.isMeantBy(target.hook().type())) {
      targets.add(target);
    }
  }

  /** Whether none of them means the class. */
  boolean isEmpty() {
    return targets.isEmpty();
  }

  /** What applies to a method: any number of phase rules, but only the first of the scan rules. */
  List<Interception> applyTo(MethodView method, MatchListener listener) {
    List<Interception> applying = new ArrayList<>();
    MethodRules rules = new MethodRules();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      if (method.isMeantBy(target.hook())) {
        Rule first = rules.scan();
        meant.set(i);
        if (rules.admits(target.interception().rule(), target.hook())) {
          applying.add(target.interception());
          found.set(i);
        } else if (first != null) {
          listener.methodTaken(target.hook(), first, type.name() + "." + method.signature());
        }
      }
    }
    return applying;
  }

  /** For which rules there was a method, and for which there was none. */
  void tell(MatchListener listener) {
    for (int i = 0; i < targets.size(); i++) {
      if (found.get(i)) {
        listener.methodFound(targets.get(i).hook());
      } else if (!meant.get(i)) {
        listener.methodMissing(targets.get(i).hook(), type);
      }
    }
  }
}
