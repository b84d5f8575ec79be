package io.scanmetrics.agent.rules.expression;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers, for each class that turns up, how a property of it is read. What is remembered hangs
 * on the class itself, so that neither a class nor its loader is kept alive. Safe for any thread.
 */
final class Properties {
  private final Map<String, ClassValue<Accessor>> named = new ConcurrentHashMap<>();
  private final Members members;

  Properties(ModuleOpener opener) {
    members = new Members(opener);
  }

  /**
   * How the property of that name is read from each class.
   *
   * @param call whether it was written with parentheses
   */
  ClassValue<Accessor> named(String name, boolean call) {
    String key = call ? name + "()" : name;
    ClassValue<Accessor> known = named.get(key);
    if (known == null) {
      ClassValue<Accessor> found = new PropertyOfClass(name, call);
      known = named.putIfAbsent(key, found);
      if (known == null) {
        known = found;
      }
    }
    return known;
  }

  private final class PropertyOfClass extends ClassValue<Accessor> {
    private final String name;
    private final boolean call;

    PropertyOfClass(String name, boolean call) {
      this.name = name;
      this.call = call;
    }

    @Override
    protected Accessor computeValue(Class<?> type) {
      Accessor builtIn = BuiltInProperty.find(type, name, call, Properties.this);
      return builtIn != null ? builtIn : members.find(type, name, call);
    }
  }
}
