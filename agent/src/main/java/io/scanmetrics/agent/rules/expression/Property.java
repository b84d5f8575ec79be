package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.Nullable;

/**
 * {@code target.name} or {@code target.name()}: a property of whatever the target turns out to be.
 */
final class Property implements Operand {
  private final Operand target;
  private final String name;
  private final boolean call;
  private final Properties properties;
  private @Nullable ClassValue<Accessor> accessors;

  /**
   * @param call whether it was written with parentheses
   * @param properties finds it on each class that turns up
   */
  Property(Operand target, String name, boolean call, Properties properties) {
    this.target = target;
    this.name = name;
    this.call = call;
    this.properties = properties;
  }

  @Override
  public @Nullable Object value(CallValues values) throws Throwable {
    Object object = target.value(values);
    return object == null ? null : accessors().get(object.getClass()).get(object);
  }

  /** Made at the first reading, for premain to load fewer classes; two threads get the same one. */
  private ClassValue<Accessor> accessors() {
    ClassValue<Accessor> known = accessors;
    if (known == null) {
      known = properties.named(name, call);
      accessors = known;
    }
    return known;
  }
}
