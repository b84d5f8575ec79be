package io.scanmetrics.agent.start;

import java.lang.instrument.Instrumentation;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The names of the classes that this JVM has loaded, the agent's own left out. */
final class LoadedNames {
  private LoadedNames() {}

  /** Of all that have a name by which a rule could mean them. */
  static Collection<String> all(Instrumentation instrumentation) {
    ClassLoader own = LoadedNames.class.getClassLoader();
    Set<String> names = new HashSet<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (!type.isArray() && !type.isHidden() && type.getClassLoader() != own) {
        names.add(type.getName());
      }
    }
    return names;
  }

  /** Likewise, but without those of the JDK's own class loaders, which are nearly all. */
  static Collection<String> ofApplication(Instrumentation instrumentation) {
    ClassLoader own = LoadedNames.class.getClassLoader();
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    Set<String> names = new HashSet<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = type.getClassLoader();
      if (loader != null && loader != own && loader != platform && !type.isHidden()) {
        names.add(type.getName());
      }
    }
    return names;
  }
}
