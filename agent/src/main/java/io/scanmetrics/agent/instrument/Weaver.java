package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.telemetry.Interception;
import io.scanmetrics.agent.telemetry.Sites;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the advice into one class: looks at the class that is being loaded as bytes, never as a
 * {@code Class}, so that nothing of the application is loaded earlier than it would be.
 *
 * <p>Byte Buddy by its shortest way: decorating keeps every other byte of the class as it is, and
 * none of the work that subclassing or rebasing would need is done. Safe for any thread.
 */
public final class Weaver {
  private static final ClassFileLocator PLATFORM =
      ClassFileLocator.ForClassLoader.ofPlatformLoader();

  private final List<Target> targets;
  private final Sites sites;
  private final MatchListener listener;
  private final ClassFileLocator own = ClassFileLocator.ForClassLoader.of(loader());
  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE);

  /**
   * Loads Byte Buddy.
   *
   * @param targets one for each hook of the index, in its order
   */
  public Weaver(List<Target> targets, Sites sites, MatchListener listener) {
    this.targets = List.copyOf(targets);
    this.sites = sites;
    this.listener = listener;
  }

  private static ClassLoader loader() {
    return Weaver.class.getClassLoader();
  }

  /**
   * The class with the advice in it.
   *
   * @param loader of the class, {@code null} for the bootstrap loader
   * @param className with dots
   * @param candidates numbers of the targets that may apply to it by its name, ascending
   * @return {@code null} if nothing applies
   */
  byte @Nullable [] weave(
      @Nullable ClassLoader loader, String className, byte[] classFile, int[] candidates) {
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
    AsmVisitorWrapper.ForDeclaredMethods methods = new AsmVisitorWrapper.ForDeclaredMethods();
    boolean woven = false;
    for (MethodDescription.InDefinedShape method : type.getDeclaredMethods()) {
      List<Interception> interceptions = matches.applyTo(method, listener);
      if (!interceptions.isEmpty()) {
        methods = methods.method(ElementMatchers.is(method), advice(interceptions, method));
        woven = true;
      }
    }
    matches.tell(listener);
    return woven
        ? byteBuddy
            .decorate(type, locator)
            .visit(methods)
            .make(TypeResolutionStrategy.Disabled.INSTANCE)
            .getBytes()
        : null;
  }

  private Advice advice(List<Interception> interceptions, MethodDescription.InDefinedShape method) {
    boolean values = false;
    for (Interception interception : interceptions) {
      values |= interception.needsValues();
    }
    Class<?> advice = values ? CallAdvice.WithValues.class : CallAdvice.Bare.class;
    Class<?> end = ReturnedFuture.isDeclaredBy(method) ? CallAdvice.WithFuture.class : advice;
    return Advice.withCustomMapping()
        .bind(CallAdvice.SiteNumber.class, sites.numberOf(interceptions))
        .to(advice, end, own);
  }
}
