package io.scanmetrics.agent.start;

import io.scanmetrics.agent.instrument.Retransformation;
import io.scanmetrics.agent.instrument.Weaver;
import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.rules.HookIndex;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    for (Map.Entry<Class<?>, Throwable> failed :
        Retransformation.of(instrumentation, changing).entrySet()) {
      log.warn(
          "cannot instrument " + failed.getKey().getName() + "; its calls are not measured",
          failed.getValue());
    }
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
}
