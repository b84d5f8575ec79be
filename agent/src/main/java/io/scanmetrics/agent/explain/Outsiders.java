package io.scanmetrics.agent.explain;

import io.scanmetrics.agent.instrument.ClassViews;
import io.scanmetrics.agent.rules.ClassSelector;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks for classes that a selector would mean if it were not for its packages. */
final class Outsiders {
  private final ClassPaths paths;
  private final ClassViews views;

  Outsiders(ClassPaths paths, ClassViews views) {
    this.paths = paths;
    this.views = views;
  }

  /** One of them, {@code null} if there is none; classes of the JDK are not looked at. */
  @Nullable String any(ClassSelector selector) {
    ClassSelector anywhere = selector.anywhere();
    for (ClassFile file : paths.classes()) {
      if (!file.place().startsWith(JdkClasses.SCHEME)
          && !selector.mayMatch(file.internalName())
          && anywhere.mayMatch(file.internalName())
          && isMeant(file, anywhere)) {
        return file.name();
      }
    }
    return null;
  }

  private boolean isMeant(ClassFile file, ClassSelector selector) {
    try {
      return views.of(file.read()).isMeantBy(selector);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
