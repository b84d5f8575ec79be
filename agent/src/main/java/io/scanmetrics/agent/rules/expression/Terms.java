package io.scanmetrics.agent.rules.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the variables, properties, look-ups and calls of one expression, whichever syntax they were
 * found by, and refuses those that it can tell are not mere reading. Not for more than one
 * expression.
 */
final class Terms {
  private final Properties properties;
  private int uses;

  Terms(Properties properties) {
    this.properties = properties;
  }

  /** An or of the {@code USES_} flags of all variables made so far. */
  int uses() {
    return uses;
  }

  /** {@code name}, standing alone. */
  Operand variable(String name, int offset) throws RefusedExpression {
    Variable variable = Variable.named(name);
    if (variable == null) {
      throw Refusals.unknownName(name, offset);
    }
    uses |= variable.use();
    return variable;
  }

  /** {@code target.name}. */
  Operand property(Operand target, String name, int offset) throws RefusedExpression {
    if (Names.isClass(name)) {
      throw Refusals.classes(offset);
    }
    return new Property(target, name, false, properties);
  }

  /** {@code target.name(arguments)}. */
  Operand call(Operand target, String name, List<Operand> arguments, int offset)
      throws RefusedExpression {
    if (Names.isClass(name)) {
      throw Refusals.classes(offset);
    }
    if (arguments.isEmpty()) {
      if (Names.isActing(name)) {
        throw Refusals.acting(name, offset);
      }
      return new Property(target, name, true, properties);
    }
    if (name.equals("get") && arguments.size() == 1) {
      return new LookUp(target, arguments.get(0));
    }
    return FunctionCall.of(target, name, arguments, offset);
  }

  /** {@code target[key]}. */
  Operand lookUp(Operand target, Operand key) {
    return new LookUp(target, key);
  }

  /** The text of a constant, {@code null} if the operand is none. */
  static @Nullable String constantText(Operand operand) {
    return operand instanceof Constant constant && constant.constant() instanceof String text
        ? text
        : null;
  }
}
