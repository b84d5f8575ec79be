package io.scanmetrics.agent.rules.expression;

/**
 * Remembers, for each class, how one property of it is read. What is remembered hangs on the class
 * itself, so that neither a class nor its loader is kept alive.
 */
final class PropertyOfClass extends ClassValue<Accessor> {
  private final String name;
  private final boolean call;
  private final Properties properties;

  private PropertyOfClass(String name, boolean call, Properties properties) {
    this.name = name;
    this.call = call;
    this.properties = properties;
  }

  static ClassValue<Accessor> of(String name, boolean call, Properties properties) {
    return new PropertyOfClass(name, call, properties);
  }

  @Override
  protected Accessor computeValue(Class<?> type) {
    Accessor builtIn = BuiltInProperty.find(type, name, call, properties);
    return builtIn != null ? builtIn : Members.find(type, name, call, properties.opener());
  }
}
