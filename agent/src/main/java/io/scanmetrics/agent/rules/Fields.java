package io.scanmetrics.agent.rules;

import io.scanmetrics.agent.rules.yaml.YamlNode;
import io.scanmetrics.agent.rules.yaml.YamlNode.Entries;
import io.scanmetrics.agent.rules.yaml.YamlNode.Entry;
import io.scanmetrics.agent.rules.yaml.YamlNode.Items;
import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One map of a rules file whose keys are known: gives their values by type, and reports keys that
 * are unknown or there twice, and values that are missing or of another type.
 */
final class Fields {
  private static final int MAX_KEYS = 1000;

  private final Entries map;
  private final FaultList faults;
  private @Nullable List<String> meant;

  private Fields(Entries map, FaultList faults) {
    this.map = map;
    this.faults = faults;
  }

  /** The map's fields, unknown keys reported; {@code null}, and reported, if it is no map. */
  static @Nullable Fields of(YamlNode node, String what, String[] known, FaultList faults) {
    if (!(node instanceof Entries map)) {
      faults.add(node, what + " must be a map of " + String.join(", ", known), null);
      return null;
    }
    Fields fields = new Fields(map, faults);
    fields.reportDoubles();
    for (Entry entry : map.entries()) {
      if (!contains(known, entry.key().text())) {
        fields.meant = RuleWording.unknownKey(entry.key(), known, fields.meant, faults);
      }
    }
    return fields;
  }

  /** A map whose keys are the user's own; {@code null} if there is none. */
  @Nullable Entries ownKeys(String key) {
    YamlNode node = get(key);
    if (node == null || isMissing(node)) {
      return null;
    }
    if (node instanceof Entries entries) {
      new Fields(entries, faults).reportDoubles();
      return entries;
    }
    faults.add(node, "'" + key + "' must be a map", null);
    return null;
  }

  /**
   * Whether a key is there that was reported as another one mistyped, which is then no fault too.
   */
  boolean hasMistyped() {
    return meant != null;
  }

  /** Where the map begins. */
  YamlNode place() {
    return map;
  }

  boolean has(String key) {
    return get(key) != null;
  }

  /** The key itself, for faults that mean it; the map if it is not there. */
  YamlNode placeOf(String key) {
    for (Entry entry : map.entries()) {
      if (entry.key().text().equals(key)) {
        return entry.key();
      }
    }
    return map;
  }

  /** The value, of whatever type; {@code null} if the key is not there. */
  @Nullable YamlNode get(String key) {
    for (Entry entry : map.entries()) {
      if (entry.key().text().equals(key)) {
        return entry.value();
      }
    }
    return null;
  }

  /** As {@link #get}, reported if it is not there or nothing stands there. */
  @Nullable YamlNode required(String key) {
    YamlNode node = get(key);
    if (node != null) {
      return present(key, node);
    }
    if (meant == null || !meant.contains(key)) {
      faults.add(map, "missing key '" + key + "'", null);
    }
    return null;
  }

  /** A text, reported if it is not one; {@code null} if the key is not there. */
  @Nullable Scalar text(String key) {
    YamlNode node = get(key);
    return node == null ? null : asText(key, present(key, node));
  }

  @Nullable Scalar requiredText(String key) {
    return asText(key, required(key));
  }

  /** A list, reported if it is not one; {@code null} if there is none. */
  @Nullable Items list(String key) {
    YamlNode node = get(key);
    if (node == null || isMissing(node)) {
      return null;
    }
    if (node instanceof Items items) {
      return items;
    }
    RuleWording.notAList(key, node, faults);
    return null;
  }

  private @Nullable YamlNode present(String key, YamlNode node) {
    if (isMissing(node)) {
      faults.add(placeOf(key), "'" + key + "' has no value", null);
      return null;
    }
    return node;
  }

  private @Nullable Scalar asText(String key, @Nullable YamlNode node) {
    if (node == null || node instanceof Scalar) {
      return (Scalar) node;
    }
    faults.add(node, "'" + key + "' must be a text", null);
    return null;
  }

  private void reportDoubles() {
    List<Entry> entries = map.entries();
    if (entries.size() > MAX_KEYS) {
      faults.add(map, "a map has more than " + MAX_KEYS + " keys", null);
      return;
    }
    for (int i = 1; i < entries.size(); i++) {
      Scalar key = entries.get(i).key();
      for (int j = 0; j < i; j++) {
        if (entries.get(j).key().text().equals(key.text())) {
          int line = entries.get(j).key().line();
          faults.add(key, "the key '" + key.text() + "' is there twice", "first in line " + line);
          break;
        }
      }
    }
  }

  static boolean isMissing(YamlNode node) {
    return node instanceof Scalar scalar && scalar.isMissing();
  }

  static boolean contains(String[] known, String key) {
    for (String each : known) {
      if (each.equals(key)) {
        return true;
      }
    }
    return false;
  }
}
