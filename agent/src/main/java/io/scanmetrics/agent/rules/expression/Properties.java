package io.scanmetrics.agent.rules.expression;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows, for each name that expressions mention, how that property is read from each class that
 * turns up. Asked when the first call is read. Safe for any thread.
 */
final class Properties {
  private final Map<String, ClassValue<Accessor>> named = new ConcurrentHashMap<>();
  private final ModuleOpener opener;

  Properties(ModuleOpener opener) {
    this.opener = opener;
  }

  ModuleOpener opener() {
    return opener;
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
      ClassValue<Accessor> found = PropertyOfClass.of(name, call, this);
      known = named.putIfAbsent(key, found);
      if (known == null) {
        known = found;
      }
    }
    return known;
  }
}
