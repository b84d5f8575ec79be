package io.scanmetrics.agent.rules.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code Math.max(a, b)} and the few others of their kind. */
final class MathCall implements Operand {
  enum Function {
    ABS("abs", 1),
    CEIL("ceil", 1),
    FLOOR("floor", 1),
    MAX("max", 2),
    MIN("min", 2),
    ROUND("round", 1);

    final String text;
    private final int arguments;

    Function(String text, int arguments) {
      this.text = text;
      this.arguments = arguments;
    }
  }

  private final Function function;
  private final List<Operand> arguments;

  private MathCall(Function function, List<Operand> arguments) {
    this.function = function;
    this.arguments = List.copyOf(arguments);
  }

  static MathCall of(String name, List<Operand> arguments, int offset) throws RefusedExpression {
    for (Function function : Function.values()) {
      if (function.text.equals(name) && function.arguments == arguments.size()) {
        return new MathCall(function, arguments);
      }
    }
    throw new RefusedExpression(
        "of Math there are abs(x), ceil(x), floor(x), max(x, y), min(x, y) and round(x)", offset);
  }

  @Override
  public @Nullable Object value(CallValues values) throws Throwable {
    Object first = SimpleValues.scalar(arguments.get(0).value(values));
    Object last = SimpleValues.scalar(arguments.get(arguments.size() - 1).value(values));
    if (first == null || last == null) {
      return null;
    }
    if (first instanceof Number x && last instanceof Number y) {
      return compute(x, y);
    }
    throw new ReadingFailed("Math." + function.text + " needs numbers");
  }

  private Number compute(Number x, Number y) {
    boolean whole = x instanceof Long;
    return switch (function) {
      case MAX -> Numbers.compare(x, y) >= 0 ? x : y;
      case MIN -> Numbers.compare(x, y) <= 0 ? x : y;
      case ABS ->
          whole ? (Number) Math.absExact(x.longValue()) : (Number) Math.abs(x.doubleValue());
      case CEIL -> whole ? x : (Number) Math.ceil(x.doubleValue());
      case FLOOR -> whole ? x : (Number) Math.floor(x.doubleValue());
      case ROUND -> whole ? x : (Number) Math.round(x.doubleValue());
    };
  }
}
