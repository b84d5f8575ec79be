package io.scanmetrics.agent.rules.expression;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The properties of texts, numbers, arrays, collections, maps and Optionals, which have no getters.
 */
final class BuiltInProperty implements Accessor {
  private enum Kind {
    ARRAY_LENGTH,
    ARRAY_EMPTY,
    COLLECTION_SIZE,
    COLLECTION_EMPTY,
    MAP_SIZE,
    MAP_EMPTY,
    TEXT_LENGTH,
    TEXT_EMPTY,
    TEXT_BLANK,
    LOWER_CASE,
    UPPER_CASE,
    TRIM,
    STRIP,
    INT_VALUE,
    LONG_VALUE,
    DOUBLE_VALUE,
    OPTIONAL_PRESENT,
    OPTIONAL_EMPTY,
    TO_STRING,
    UNWRAPPED
  }

  private final Kind kind;

  private BuiltInProperty(Kind kind) {
    this.kind = kind;
  }

  /** The accessor of such a property, {@code null} if the class has none of that name. */
  static @Nullable Accessor find(Class<?> type, String name, boolean call, Properties properties) {
    if (isOptional(type)) {
      Kind kind = ofOptional(name, call);
      return kind == null ? new OfContent(properties.named(name, call)) : new BuiltInProperty(kind);
    }
    Kind kind = call && name.equals("toString") ? Kind.TO_STRING : kind(type, name, call);
    return kind == null ? null : new BuiltInProperty(kind);
  }

  static boolean isOptional(Class<?> type) {
    return type == Optional.class
        || type == OptionalInt.class
        || type == OptionalLong.class
        || type == OptionalDouble.class;
  }

  private static @Nullable Kind kind(Class<?> type, String name, boolean call) {
    if (type.isArray()) {
      return sized(name, Kind.ARRAY_LENGTH, Kind.ARRAY_EMPTY);
    }
    if (CharSequence.class.isAssignableFrom(type)) {
      return ofText(name, call);
    }
    if (Collection.class.isAssignableFrom(type)) {
      return sized(name, Kind.COLLECTION_SIZE, Kind.COLLECTION_EMPTY);
    }
    if (Map.class.isAssignableFrom(type)) {
      // Without parentheses these can be keys, which MapKey looks for first.
      return call ? sized(name, Kind.MAP_SIZE, Kind.MAP_EMPTY) : null;
    }
    return Number.class.isAssignableFrom(type) && call ? ofNumber(name) : null;
  }

  private static @Nullable Kind sized(String name, Kind size, Kind empty) {
    return switch (name) {
      case "size", "length" -> size;
      case "empty", "isEmpty" -> empty;
      default -> null;
    };
  }

  private static @Nullable Kind ofText(String name, boolean call) {
    return switch (name) {
      case "length", "size" -> Kind.TEXT_LENGTH;
      case "empty", "isEmpty" -> Kind.TEXT_EMPTY;
      case "blank", "isBlank" -> Kind.TEXT_BLANK;
      case "toLowerCase" -> call ? Kind.LOWER_CASE : null;
      case "toUpperCase" -> call ? Kind.UPPER_CASE : null;
      case "trim" -> call ? Kind.TRIM : null;
      case "strip" -> call ? Kind.STRIP : null;
      default -> null;
    };
  }

  private static @Nullable Kind ofNumber(String name) {
    return switch (name) {
      case "intValue" -> Kind.INT_VALUE;
      case "longValue" -> Kind.LONG_VALUE;
      case "doubleValue" -> Kind.DOUBLE_VALUE;
      default -> null;
    };
  }

  private static @Nullable Kind ofOptional(String name, boolean call) {
    return switch (name) {
      case "present", "isPresent" -> Kind.OPTIONAL_PRESENT;
      case "empty", "isEmpty" -> Kind.OPTIONAL_EMPTY;
      case "get", "orElseThrow" -> call ? Kind.UNWRAPPED : null;
      default -> null;
    };
  }

  @Override
  public @Nullable Object get(Object target) {
    return switch (kind) {
      case ARRAY_LENGTH -> Array.getLength(target);
      case ARRAY_EMPTY -> Array.getLength(target) == 0;
      case COLLECTION_SIZE -> ((Collection<?>) target).size();
      case COLLECTION_EMPTY -> ((Collection<?>) target).isEmpty();
      case MAP_SIZE -> ((Map<?, ?>) target).size();
      case MAP_EMPTY -> ((Map<?, ?>) target).isEmpty();
      case TEXT_LENGTH -> ((CharSequence) target).length();
      case TEXT_EMPTY -> ((CharSequence) target).length() == 0;
      case TEXT_BLANK -> target.toString().isBlank();
      case LOWER_CASE -> target.toString().toLowerCase(Locale.ROOT);
      case UPPER_CASE -> target.toString().toUpperCase(Locale.ROOT);
      case TRIM -> target.toString().trim();
      case STRIP -> target.toString().strip();
      case INT_VALUE -> ((Number) target).intValue();
      case LONG_VALUE -> ((Number) target).longValue();
      case DOUBLE_VALUE -> ((Number) target).doubleValue();
      case OPTIONAL_PRESENT -> SimpleValues.unwrap(target) != null;
      case OPTIONAL_EMPTY -> SimpleValues.unwrap(target) == null;
      case TO_STRING -> target.toString();
      case UNWRAPPED -> SimpleValues.unwrap(target);
    };
  }

  /** A property of what an Optional holds; missing if it holds nothing. */
  private record OfContent(ClassValue<Accessor> accessors) implements Accessor {
    @Override
    public @Nullable Object get(Object target) throws Throwable {
      Object content = SimpleValues.unwrap(target);
      return content == null ? null : accessors.get(content.getClass()).get(content);
    }
  }
}
