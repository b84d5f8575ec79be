package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.Nullable;

/** A name that stands for a value of the call. */
final class Variable implements Operand {
  private final int use;
  private final int index;

  private Variable(int use, int index) {
    this.use = use;
    this.index = index;
  }

  /** The variable of that name, {@code null} if there is none. */
  static @Nullable Variable named(String name) {
    int use = Names.uses(name);
    int index = use == Expression.USES_ARGUMENTS ? Names.parameter(name) : 0;
    return use == 0 ? null : new Variable(use, index);
  }

  /** One of the {@code USES_} flags. */
  int use() {
    return use;
  }

  @Override
  public @Nullable Object value(CallValues values) {
    if (use == Expression.USES_ARGUMENTS) {
      return argument(values.arguments());
    }
    if (use == Expression.USES_RETURN_VALUE) {
      return values.returnValue();
    }
    if (use == Expression.USES_THIS) {
      return values.self();
    }
    return use == Expression.USES_ERROR ? values.error() : values.scan();
  }

  private @Nullable Object argument(@Nullable Object @Nullable [] arguments) {
    if (arguments == null) {
      return null;
    }
    if (index >= arguments.length) {
      throw new ReadingFailed(
          "the method has " + arguments.length + " parameters, so there is no param" + index);
    }
    return arguments[index];
  }
}
