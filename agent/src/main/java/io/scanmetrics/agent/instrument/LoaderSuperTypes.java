package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.telemetry.WeakTable;
import org.jspecify.annotations.Nullable;

/**
 * What the classes of each class loader extend and implement: a name may stand for another class in
 * another loader. Keeps no loader alive. Safe for any thread.
 */
final class LoaderSuperTypes {
  private static final int ONLY = 0;

  private final WeakTable<SuperTypes> known = new WeakTable<>();

  /**
   * As a class of that loader sees them.
   *
   * @param loader {@code null} for the bootstrap loader
   */
  SuperTypes in(@Nullable ClassLoader loader) {
    ClassLoader asked = loader == null ? ClassLoader.getPlatformClassLoader() : loader;
    SuperTypes types = known.get(asked, ONLY);
    if (types == null) {
      types = new SuperTypes(new ApplicationClasses(asked));
      known.set(asked, ONLY, types);
    }
    return types;
  }
}
