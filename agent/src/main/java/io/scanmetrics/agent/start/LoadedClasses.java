package io.scanmetrics.agent.start;

import io.scanmetrics.agent.instrument.Weaver;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.rules.HookIndex;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes that were there before the rules: the JDK's own, all when the agent came late, and
 * all when the rules have changed.
 */
final class LoadedClasses {
  private LoadedClasses() {}

  /**
   * How many classes have come to be woven in another way, and how many are as they were before any
   * rule.
   */
  record Change(int woven, int restored) {
    static final Change NONE = new Change(0, 0);
  }

  /** Whether any class may be meant by its name. */
  static boolean areMeant(Instrumentation instrumentation, HookIndex index) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (index.candidates(type.getName().replace('.', '/')).length > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Leaves alone the classes that need no change.
   *
   * @param before has woven them so far; {@code null} if nobody has
   * @param now is asked by the transformer that has been added
   */
  static Change weave(
      Instrumentation instrumentation, @Nullable Weaver before, Weaver now, AgentLog log) {
    List<Class<?>> changing = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (needsChange(type, before, now) && instrumentation.isModifiableClass(type)) {
        changing.add(type);
      }
    }
    retransform(instrumentation, changing, log);
    int woven = 0;
    int restored = 0;
    for (Class<?> type : changing) {
      if (now.hasWoven(type.getName())) {
        woven++;
      } else if (before != null && before.hasWoven(type.getName())) {
        restored++;
      }
    }
    return new Change(woven, restored);
  }

  private static boolean needsChange(Class<?> type, @Nullable Weaver before, Weaver now) {
    boolean isWoven = before != null && before.hasWoven(type.getName());
    if (before != null && now.agreesOn(type.getName().replace('.', '/'), before)) {
      if (isWoven) {
        now.takeOver(type.getName());
      }
      return false;
    }
    return type.getClassLoader() != LoadedClasses.class.getClassLoader()
        && (isWoven || now.mayMean(type));
  }

  /**
   * At once, because the application stands still meanwhile; one by one if one of them cannot be.
   */
  private static void retransform(
      Instrumentation instrumentation, List<Class<?>> types, AgentLog log) {
    if (types.isEmpty()) {
      return;
    }
    try {
      instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | RuntimeException | Error e) {
      for (Class<?> type : types) {
        retransform(instrumentation, type, log);
      }
    }
  }

  private static void retransform(Instrumentation instrumentation, Class<?> type, AgentLog log) {
    try {
      instrumentation.retransformClasses(type);
    } catch (UnmodifiableClassException | RuntimeException | Error e) {
      // Among them the InternalError that a class brings about which cannot be linked.
      log.warn("cannot instrument " + type.getName() + "; its calls are not measured", e);
    }
  }
}
