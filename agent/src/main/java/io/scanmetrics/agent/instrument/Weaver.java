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
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the advice into one class: looks at the class that is being loaded as bytes, never as a
 * {@code Class}, so that nothing of the application is loaded earlier than it would be.
 *
 * <p>Byte Buddy reads what is to be known of its methods and types. Safe for any thread.
 */
public final class Weaver {
  private static final ClassFileLocator PLATFORM =
      ClassFileLocator.ForClassLoader.ofPlatformLoader();

  private final List<Target> targets;
  private final HookIndex index;
  private final Sites sites;
  private final MatchListener listener;

  /** The names of the classes that have the advice in them. */
  private final Set<String> woven = ConcurrentHashMap.newKeySet();

  /**
   * Loads Byte Buddy.
   *
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
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(className, classFile),
            new ApplicationClasses(loader),
            // For loaders that do not delegate to the platform's when asked for a resource.
            PLATFORM);
    TypeDescription type =
        TypePool.Default.WithLazyResolution.of(locator).describe(className).resolve();
    MethodMatches matches = new MethodMatches(type);
    for (int number : candidates) {
      matches.consider(targets.get(number));
    }
    Map<String, CallAdvice.Meaning> methods = new HashMap<>();
    for (MethodDescription.InDefinedShape method : type.getDeclaredMethods()) {
      List<Interception> interceptions = matches.applyTo(method, listener);
      if (!interceptions.isEmpty()) {
        methods.put(
            method.getInternalName() + method.getDescriptor(), meaning(interceptions, method));
      }
    }
    matches.tell(listener);
    if (methods.isEmpty()) {
      return null;
    }
    woven.add(className);
    return CallWeaver.weave(classFile, methods);
  }

  private CallAdvice.Meaning meaning(
      List<Interception> interceptions, MethodDescription.InDefinedShape method) {
    boolean values = false;
    for (Interception interception : interceptions) {
      values |= interception.needsValues();
    }
    return new CallAdvice.Meaning(
        sites.numberOf(interceptions), values, ReturnedFuture.isDeclaredBy(method));
  }
}
