package io.scanmetrics.agent.rules.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call with values that a test chooses, and the errors of expressions read from it. */
final class TestCall implements CallValues {
  static final Expressions EXPRESSIONS = new Expressions(ModuleOpener.NONE);

  private final @Nullable Object self;
  private final List<@Nullable Object> arguments;
  private final @Nullable Object returnValue;
  private final @Nullable Throwable error;
  private final Map<String, ?> scan;
  private final List<String> errors = new ArrayList<>();

  private TestCall(
      @Nullable Object self,
      List<@Nullable Object> arguments,
      @Nullable Object returnValue,
      @Nullable Throwable error,
      Map<String, ?> scan) {
    this.self = self;
    this.arguments = arguments;
    this.returnValue = returnValue;
    this.error = error;
    this.scan = scan;
  }

  static TestCall of(@Nullable Object... arguments) {
    return new TestCall(null, Arrays.asList(arguments), null, null, Map.of());
  }

  TestCall on(Object self) {
    return new TestCall(self, arguments, returnValue, error, scan);
  }

  TestCall returning(@Nullable Object value) {
    return new TestCall(self, arguments, value, error, scan);
  }

  TestCall throwing(Throwable thrown) {
    return new TestCall(self, arguments, returnValue, thrown, scan);
  }

  TestCall inScan(Map<String, ?> attributes) {
    return new TestCall(self, arguments, returnValue, error, attributes);
  }

  /** One line per failed reading: the expression and the reason. */
  List<String> errors() {
    return errors;
  }

  @Override
  public @Nullable Object self() {
    return self;
  }

  @Override
  public @Nullable Object @Nullable [] arguments() {
    return arguments.toArray();
  }

  @Override
  public @Nullable Object returnValue() {
    return returnValue;
  }

  @Override
  public @Nullable Throwable error() {
    return error;
  }

  @Override
  public Map<String, ?> scan() {
    return scan;
  }

  @Nullable Object read(String text) {
    return read(compile(text));
  }

  @Nullable Object read(Expression expression) {
    return expression.read(this, (failed, reason) -> errors.add(failed.text() + ": " + reason));
  }

  @Nullable Boolean readFlag(String text) {
    return compile(text)
        .readFlag(this, (failed, reason) -> errors.add(failed.text() + ": " + reason));
  }

  static Expression compile(String text) {
    try {
      return EXPRESSIONS.compile(text);
    } catch (RefusedExpression e) {
      throw new AssertionError(text + " at " + e.offset(), e);
    }
  }
}
