package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.rules.HookIndex;
import io.scanmetrics.agent.telemetry.Interception;
import io.scanmetrics.agent.telemetry.Sites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the advice into one class: looks at the class that is being loaded as bytes, never as a
 * {@code Class}, so that nothing of the application is loaded earlier than it would be. Safe for
 * any thread.
 */
public final class Weaver {
  private final List<Target> targets;
  private final HookIndex index;
  private final Sites sites;
  private final MatchListener listener;
  private final LoaderSuperTypes superTypes = new LoaderSuperTypes();

  /** The names of the classes that have the advice in them. */
  private final Set<String> woven = ConcurrentHashMap.newKeySet();

  /**
   * @param targets what is woven, in the order in which it goes
   */
  public Weaver(List<Target> targets, Sites sites, MatchListener listener) {
    this.targets = List.copyOf(targets);
    this.index = index(targets);
    this.sites = sites;
    this.listener = listener;
  }

  private static HookIndex index(List<Target> targets) {
    List<Hook> hooks = new ArrayList<>();
    for (Target target : targets) {
      hooks.add(target.hook());
    }
    return new HookIndex(hooks);
  }

  /** What is woven, in the order in which it goes. */
  public List<Target> targets() {
    return targets;
  }

  /** The classes that may be meant, by their names. */
  public HookIndex index() {
    return index;
  }

  /** Whether a class of that name has the advice in it, as far as this one knows. */
  public boolean hasWoven(String className) {
    return woven.contains(className);
  }

  /** A class that another one has woven stays as it is. */
  public void takeOver(String className) {
    woven.add(className);
  }

  /**
   * Whether another one makes the same of any class of that name.
   *
   * @param internalName with slashes
   */
  public boolean agreesOn(String internalName, Weaver other) {
    int[] these = index.candidates(internalName);
    int[] those = other.index.candidates(internalName);
    if (these.length != those.length) {
      return false;
    }
    for (int i = 0; i < these.length; i++) {
      if (!targets.get(these[i]).isWovenLike(other.targets.get(those[i]))) {
        return false;
      }
    }
    return true;
  }

  /** Whether any class selector means a class, by its name and, once it is loaded, its types. */
  public boolean mayMean(Class<?> loaded) {
    for (int number : index.candidates(loaded.getName().replace('.', '/'))) {
      if (LoadedMatch.isPossible(targets.get(number).hook().type(), loaded)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The class with the advice in it.
   *
   * @param loader of the class, {@code null} for the bootstrap loader
   * @param className with dots
   * @return {@code null} if nothing applies
   */
  byte @Nullable [] weave(@Nullable ClassLoader loader, String className, byte[] classFile) {
    int[] candidates = index.candidates(className.replace('.', '/'));
    if (candidates.length == 0) {
      return null;
    }
    ClassView type = ClassView.of(classFile, superTypes.in(loader));
    MethodMatches matches = new MethodMatches(type);
    for (int number : candidates) {
      matches.consider(targets.get(number));
    }
    if (matches.isEmpty()) {
      return null;
    }
    Map<String, CallAdvice.Meaning> methods = new HashMap<>();
    for (MethodView method : type.methods()) {
      List<Interception> interceptions = matches.applyTo(method, listener);
      if (!interceptions.isEmpty()) {
        methods.put(method.name() + method.descriptor(), meaning(interceptions, method));
      }
    }
    matches.tell(listener);
    if (methods.isEmpty()) {
      return null;
    }
    woven.add(className);
    return CallWeaver.weave(classFile, methods);
  }

  private CallAdvice.Meaning meaning(List<Interception> interceptions, MethodView method) {
    boolean values = false;
    for (Interception interception : interceptions) {
      values |= interception.needsValues();
    }
    return new CallAdvice.Meaning(
        sites.numberOf(interceptions), values, ReturnedFuture.isDeclaredBy(method));
  }
}
