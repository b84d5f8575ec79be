package io.scanmetrics.agent.rules.yaml;

import java.util.List;

/** A part of a YAML file with its place: a text, a list, or a map. Immutable. */
public sealed interface YamlNode {
  /** From 1. */
  int line();

  /** From 1, in characters. */
  int column();

  /**
   * A scalar. YAML's own types are not told apart: whoever reads it knows what it should be.
   *
   * @param text its content, empty where nothing stands
   * @param quoted whether it stands in quotes or is a block, so that {@code ''} is a text and not
   *     nothing
   * @param line from 1
   * @param column of its first character, an opening quote included
   */
  record Scalar(String text, boolean quoted, int line, int column) implements YamlNode {
    /** Whether nothing stands there: no text at all, {@code null} or {@code ~}. */
    public boolean isMissing() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }
  }

  /** A list. */
  record Items(List<YamlNode> items, int line, int column) implements YamlNode {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A map; the same key can be there more than once. */
  record Entries(List<Entry> entries, int line, int column) implements YamlNode {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /** A key of a map with its value. */
  record Entry(Scalar key, YamlNode value) {}
}
