package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.HookIndex;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Sees every class on its way into the JVM and lets nearly all of them pass by their names alone.
 * The rest of the agent is loaded with the first class that a rule may mean, and never where there
 * is none.
 *
 * <p>Called by the JVM on whichever thread loads a class, holding that class loader's locks.
 */
public final class RuleTransformer implements ClassFileTransformer {
  private volatile HookIndex index;
  private final WeavingHost host;
  private final ClassLoader platform = ClassLoader.getPlatformClassLoader();
  private volatile boolean seenApplication;

  /** Weaves nothing until it is added to the instrumentation. */
  public RuleTransformer(HookIndex index, WeavingHost host) {
    this.index = index;
    this.host = host;
  }

  /** From here on these classes are looked for. */
  public void lookFor(HookIndex others) {
    index = others;
  }

  /** The classes that are looked for. */
  public HookIndex index() {
    return index;
  }

  /** Whether there is an application in this JVM: {@code java -version} has none. */
  public boolean hasSeenApplication() {
    return seenApplication;
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
    if (loader != null && loader != platform && !seenApplication) {
      seenApplication = loader != RuleTransformer.class.getClassLoader();
    }
    if (index.candidates(internalName).length == 0
        || loader == RuleTransformer.class.getClassLoader()) {
      return null;
    }
    try {
      Weaver weaver = host.weaver();
      if (weaver == null) {
        return null;
      }
      byte[] woven = weaver.weave(loader, internalName.replace('/', '.'), classFile);
      if (woven != null) {
        host.woven();
      }
      return woven;
    } catch (Throwable e) {
      host.weavingFailed(internalName.replace('/', '.'), e);
      return null;
    }
  }
}
