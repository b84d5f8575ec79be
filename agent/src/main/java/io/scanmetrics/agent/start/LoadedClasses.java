package io.scanmetrics.agent.start;

import io.scanmetrics.agent.log.AgentLog;
import io.scanmetrics.agent.rules.HookIndex;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/** Weaves classes that were there before the agent: the JDK's own, and all when it came late. */
final class LoadedClasses {
  private LoadedClasses() {}

  static void weave(Instrumentation instrumentation, HookIndex index, AgentLog log) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (index.candidates(type.getName().replace('.', '/')).length > 0
          && instrumentation.isModifiableClass(type)) {
        try {
          instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException | LinkageError e) {
          log.warn("cannot instrument " + type.getName() + "; its calls are not measured", e);
        }
      }
    }
  }
}
