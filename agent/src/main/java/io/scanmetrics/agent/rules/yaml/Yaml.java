package io.scanmetrics.agent.rules.yaml;

import org.jspecify.annotations.Nullable;

/** Reads YAML, the ordinary by {@link OrdinaryYaml}, the rest by {@link LibraryYaml}. */
public final class Yaml {
  private Yaml() {}

  /**
   * Reads a text of one document.
   *
   * @return its root; {@code null} if there is nothing in it
   * @throws YamlFault if it is not YAML, or has what rules files have no use for
   */
  public static @Nullable YamlNode read(String text) throws YamlFault {
    YamlNode root = OrdinaryYaml.read(text);
    return root == null ? LibraryYaml.read(text) : root;
  }
}
