package io.scanmetrics.agent.rules.expression;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code target[key]}, {@code target.get(key)}: what a map, list or array holds there, if anything.
 */
record LookUp(Operand target, Operand key) implements Operand {

  @Override
  public @Nullable Object value(CallValues values) throws Throwable {
    Object in = SimpleValues.unwrap(target.value(values));
    Object at = in == null ? null : SimpleValues.unwrap(key.value(values));
    if (in == null || at == null) {
      return null;
    }
    if (in instanceof Map<?, ?> map) {
      return inMap(map, at);
    }
    if (in instanceof List<?> list) {
      int index = index(at, list.size());
      return index < 0 ? null : list.get(index);
    }
    if (in.getClass().isArray()) {
      int index = index(at, Array.getLength(in));
      return index < 0 ? null : Array.get(in, index);
    }
    throw new ReadingFailed(
        in.getClass().getName() + " is no map, list or array, so nothing can be looked up in it");
  }

  /** A whole number that is a constant here can be an Integer or a Long in the application. */
  private static @Nullable Object inMap(Map<?, ?> map, Object key) {
    if (key instanceof Long number && number == number.intValue()) {
      Object value = map.get(number.intValue());
      return value == null ? map.get(number) : value;
    }
    return map.get(key);
  }

  /** The index, or -1 if the list or array has no such element. */
  private static int index(Object at, int size) {
    if (SimpleValues.scalar(at) instanceof Long index) {
      return index >= 0 && index < size ? index.intValue() : -1;
    }
    throw new ReadingFailed("a list or array is looked up by a whole number");
  }
}
