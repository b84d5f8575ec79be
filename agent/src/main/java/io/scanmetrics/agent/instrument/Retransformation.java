package io.scanmetrics.agent.instrument;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Has loaded classes go through the transformers once more, on the calling thread. */
public final class Retransformation {
  private Retransformation() {}

  /**
   * At once, because the application stands still meanwhile; one by one if one of them cannot be.
   *
   * @return those that could not be, with the reason, which may be an InternalError: that is what
   *     comes of a class that cannot be linked
   */
  public static Map<Class<?>, Throwable> of(Instrumentation instrumentation, List<Class<?>> types) {
    Map<Class<?>, Throwable> failed = new LinkedHashMap<>();
    if (types.isEmpty()) {
      return failed;
    }
    try {
      instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | RuntimeException | Error e) {
      for (Class<?> type : types) {
        try {
          instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException | RuntimeException | Error cause) {
          failed.put(type, cause);
        }
      }
    }
    return failed;
  }
}
