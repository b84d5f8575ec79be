package io.scanmetrics.agent.rules.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * {@code target.function(arguments)}: one of the functions, of texts mostly, that only read. Which
 * there are is settled here and not by the target's class, whose own methods are not called.
 */
final class FunctionCall implements Operand {
  enum Function {
    CHAR_AT("charAt", 1),
    CONTAINS("contains", 1),
    CONTAINS_KEY("containsKey", 1),
    ENDS_WITH("endsWith", 1),
    EQUALS("equals", 1),
    EQUALS_IGNORE_CASE("equalsIgnoreCase", 1),
    INDEX_OF("indexOf", 1),
    LAST_INDEX_OF("lastIndexOf", 1),
    MATCHES("matches", 1),
    REPLACE("replace", 2),
    SPLIT("split", 1),
    STARTS_WITH("startsWith", 1),
    SUBSTRING("substring", 1),
    SUBSTRING_TO("substring", 2);

    final String text;
    private final int arguments;

    Function(String text, int arguments) {
      this.text = text;
      this.arguments = arguments;
    }
  }

  private final Operand target;
  private final Function function;
  private final List<Operand> arguments;
  private final @Nullable Pattern pattern;

  private FunctionCall(
      Operand target, Function function, List<Operand> arguments, @Nullable Pattern pattern) {
    this.target = target;
    this.function = function;
    this.arguments = arguments;
    this.pattern = pattern;
  }

  static FunctionCall of(Operand target, String name, List<Operand> arguments, int offset)
      throws RefusedExpression {
    for (Function function : Function.values()) {
      if (function.text.equals(name) && function.arguments == arguments.size()) {
        boolean regex = function == Function.MATCHES || function == Function.SPLIT;
        Pattern pattern = regex ? pattern(arguments.get(0), offset) : null;
        return new FunctionCall(target, function, List.copyOf(arguments), pattern);
      }
    }
    throw Refusals.call(name, arguments.size(), offset);
  }

  static boolean isKnown(String name) {
    for (Function function : Function.values()) {
      if (function.text.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** A constant's regular expression, compiled once. */
  static Pattern pattern(Operand constant, int offset) throws RefusedExpression {
    String regex = Terms.constantText(constant);
    if (regex == null) {
      throw Refusals.patternNotConstant(offset);
    }
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw Refusals.badPattern(e.getDescription(), offset);
    }
  }

  @Override
  public @Nullable Object value(CallValues values) throws Throwable {
    Object object = SimpleValues.unwrap(target.value(values));
    if (object == null) {
      return null;
    }
    List<Object> evaluated = new ArrayList<>(arguments.size());
    for (Operand argument : arguments) {
      Object value = SimpleValues.unwrap(argument.value(values));
      if (value == null) {
        return null;
      }
      evaluated.add(value);
    }
    if (function == Function.EQUALS) {
      return Comparison.equal(object, evaluated.get(0));
    }
    if (object instanceof Collection<?> collection && function == Function.CONTAINS) {
      return contains(collection, evaluated.get(0));
    }
    if (object instanceof Map<?, ?> map && function == Function.CONTAINS_KEY) {
      return map.containsKey(evaluated.get(0));
    }
    return ofText(text(object), evaluated);
  }

  private Object ofText(String text, List<Object> values) {
    return switch (function) {
      case CHAR_AT -> text.substring(whole(values, 0), whole(values, 0) + 1);
      case CONTAINS -> text.contains(text(values.get(0)));
      case ENDS_WITH -> text.endsWith(text(values.get(0)));
      case EQUALS_IGNORE_CASE -> text.equalsIgnoreCase(text(values.get(0)));
      case INDEX_OF -> text.indexOf(text(values.get(0)));
      case LAST_INDEX_OF -> text.lastIndexOf(text(values.get(0)));
      case MATCHES -> BoundedText.matches(compiled(), text);
      case REPLACE ->
          SimpleValues.cut(text)
              .replace(text(values.get(0)), SimpleValues.cut(text(values.get(1))));
      case SPLIT ->
          Arrays.asList(compiled().split(new BoundedText(text), SimpleValues.MAX_ELEMENTS));
      case STARTS_WITH -> text.startsWith(text(values.get(0)));
      case SUBSTRING -> text.substring(Math.min(whole(values, 0), text.length()));
      case SUBSTRING_TO -> substring(text, whole(values, 0), whole(values, 1));
      case EQUALS, CONTAINS_KEY ->
          throw new ReadingFailed(function.text + " is no function of texts");
    };
  }

  /** As Java's, but an end beyond the text is the text's end instead of an error. */
  private static String substring(String text, int from, int to) {
    int end = Math.min(to, text.length());
    return text.substring(Math.min(from, end), end);
  }

  private static boolean contains(Collection<?> collection, Object value) {
    int looked = 0;
    for (Object element : collection) {
      if (looked++ == SimpleValues.MAX_ELEMENTS) {
        return collection.contains(value);
      }
      if (element != null && Comparison.equal(element, value)) {
        return true;
      }
    }
    return false;
  }

  private Pattern compiled() {
    if (pattern == null) {
      throw new ReadingFailed("no regular expression");
    }
    return pattern;
  }

  /** Texts, and what has an obvious one: characters, constants of enums. */
  private String text(Object value) {
    if (value instanceof CharSequence || value instanceof Character) {
      return value.toString();
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    throw new ReadingFailed(
        function.text + " is a function of texts, not of " + value.getClass().getName());
  }

  private int whole(List<Object> values, int index) {
    if (SimpleValues.scalar(values.get(index)) instanceof Long number
        && number >= 0
        && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw new ReadingFailed(function.text + " needs a whole number that is not negative");
  }
}
