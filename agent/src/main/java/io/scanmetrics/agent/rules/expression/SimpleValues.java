package io.scanmetrics.agent.rules.expression;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Turns what an expression found into what a span can carry, so that no object of the application
 * outlives the reading: String, Long, Double, Boolean, or a List of these.
 *
 * <p>Text is cut at 8,192 characters, lists and arrays at 1,000 elements. A list inside a list, and
 * any other object, becomes its text.
 */
final class SimpleValues {
  static final int MAX_TEXT = 8192;
  static final int MAX_ELEMENTS = 1000;

  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private SimpleValues() {}

  /** The value to be kept; {@code null} for nothing, an empty Optional included. */
  static @Nullable Object of(@Nullable Object found) {
    if (found instanceof String text) {
      return cut(text);
    }
    Object value = unwrap(found);
    if (value == null) {
      return null;
    }
    if (value instanceof Number || value instanceof Boolean) {
      return single(value);
    }
    if (value instanceof Collection<?> collection) {
      return list(collection.iterator());
    }
    return value.getClass().isArray() ? list(value) : single(value);
  }

  /** What an Optional holds; any other object as it is. */
  static @Nullable Object unwrap(@Nullable Object found) {
    Object value = found;
    if (value instanceof Optional<?> optional) {
      value = optional.orElse(null);
    } else if (value instanceof OptionalLong optional) {
      value = optional.isPresent() ? optional.getAsLong() : null;
    } else if (value instanceof OptionalInt optional) {
      value = optional.isPresent() ? optional.getAsInt() : null;
    } else if (value instanceof OptionalDouble optional) {
      value = optional.isPresent() ? optional.getAsDouble() : null;
    }
    return value;
  }

  /** As {@link #of}, for an operator that takes no lists. */
  static @Nullable Object scalar(@Nullable Object found) {
    if (found instanceof String || found instanceof Number || found instanceof Boolean) {
      return single(found);
    }
    Object value = unwrap(found);
    if (value instanceof Collection
        || value instanceof Map
        || (value != null && value.getClass().isArray())) {
      throw new ReadingFailed("a list or map is not a single value");
    }
    return value == null ? null : single(value);
  }

  private static Object single(Object value) {
    if (value instanceof String text) {
      return cut(text);
    }
    if (value instanceof Long || value instanceof Boolean || value instanceof Double) {
      return value;
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof AtomicBoolean flag) {
      return flag.get();
    }
    if (value instanceof CharSequence text && text.length() > MAX_TEXT) {
      return cut(text.subSequence(0, MAX_TEXT + 1).toString());
    }
    return cut(String.valueOf(value));
  }

  private static Object number(Number number) {
    if (number instanceof Integer
        || number instanceof Short
        || number instanceof Byte
        || number instanceof AtomicInteger
        || number instanceof AtomicLong
        || number instanceof LongAdder) {
      return number.longValue();
    }
    if (number instanceof Float) {
      // By its decimal text: 0.1f is to be 0.1, not 0.10000000149011612.
      return Double.valueOf(number.toString());
    }
    if (number instanceof DoubleAdder) {
      return number.doubleValue();
    }
    if (number instanceof BigInteger integer && fits(integer)) {
      return integer.longValue();
    }
    if (number instanceof BigDecimal decimal) {
      double value = decimal.doubleValue();
      if (Double.isFinite(value) && BigDecimal.valueOf(value).compareTo(decimal) == 0) {
        return value;
      }
    }
    return cut(String.valueOf(number));
  }

  private static boolean fits(BigInteger integer) {
    return integer.compareTo(MIN_LONG) >= 0 && integer.compareTo(MAX_LONG) <= 0;
  }

  private static List<Object> list(Iterator<?> elements) {
    List<Object> values = new ArrayList<>();
    while (values.size() < MAX_ELEMENTS && elements.hasNext()) {
      add(values, elements.next());
    }
    return values;
  }

  private static List<Object> list(Object array) {
    int length = Math.min(Array.getLength(array), MAX_ELEMENTS);
    List<Object> values = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      add(values, Array.get(array, i));
    }
    return values;
  }

  /** A list has no gaps: an element that is null or an empty Optional is left out. */
  private static void add(List<Object> values, @Nullable Object element) {
    Object value = unwrap(element);
    if (value != null) {
      values.add(single(value));
    }
  }

  /** At most {@link #MAX_TEXT} characters, no surrogate pair halved. */
  static String cut(String text) {
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
    return text.substring(0, end);
  }
}
