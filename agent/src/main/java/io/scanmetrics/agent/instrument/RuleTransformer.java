package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.HookIndex;
import io.scanmetrics.agent.telemetry.Sites;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees every class on its way into the JVM and lets nearly all of them pass by their names alone.
 * Byte Buddy is loaded with the first class that a rule may mean, and never where there is none.
 *
 * <p>Called by the JVM on whichever thread loads a class, holding that class loader's locks.
 */
public final class RuleTransformer implements ClassFileTransformer {
  private final HookIndex index;
  private final List<Target> targets;
  private final Sites sites;
  private final WeavingListener listener;
  private volatile @Nullable Weaver weaver;

  /**
   * Weaves nothing until it is added to the instrumentation.
   *
   * @param targets one for each hook of the index, in its order
   */
  public RuleTransformer(
      HookIndex index, List<Target> targets, Sites sites, WeavingListener listener) {
    this.index = index;
    this.targets = List.copyOf(targets);
    this.sites = sites;
    this.listener = listener;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (internalName == null) {
      return null;
    }
    int[] candidates = index.candidates(internalName);
    if (candidates.length == 0 || loader == RuleTransformer.class.getClassLoader()) {
      return null;
    }
    try {
      listener.weavingBegins();
      return weaver().weave(loader, internalName.replace('/', '.'), classFile, of(candidates));
    } catch (Throwable e) {
      listener.weavingFailed(internalName.replace('/', '.'), e);
      return null;
    }
  }

  private List<Target> of(int[] candidates) {
    List<Target> chosen = new ArrayList<>(candidates.length);
    for (int number : candidates) {
      chosen.add(targets.get(number));
    }
    return chosen;
  }

  /** Two threads may each make one at first; either will do, and no lock is held meanwhile. */
  private Weaver weaver() {
    Weaver known = weaver;
    if (known == null) {
      known = new Weaver(sites);
      weaver = known;
    }
    return known;
  }
}
