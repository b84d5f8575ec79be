package io.scanmetrics.agent.rules.yaml;

import io.scanmetrics.agent.rules.yaml.YamlNode.Entries;
import io.scanmetrics.agent.rules.yaml.YamlNode.Entry;
import io.scanmetrics.agent.rules.yaml.YamlNode.Items;
import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the YAML that rules files are nearly always written in: indented maps and lists, scalars on
 * one line, plain or in quotes without escapes, one-line lists in brackets, comments. Whatever is
 * not surely that, faults included, it leaves to {@link LibraryYaml}, which gives the same tree for
 * what this reads, but costs a cold JVM some 80 classes and half its start-up time.
 *
 * <p>Every method answers {@code null} for what it leaves to the library.
 */
final class OrdinaryYaml {
  private static final int MAX_DEPTH = 20;

  private final OrdinaryLines lines;
  private int depth;

  private OrdinaryYaml(OrdinaryLines lines) {
    this.lines = lines;
  }

  static @Nullable YamlNode read(String text) {
    OrdinaryLines lines = OrdinaryLines.of(text);
    if (lines == null || lines.atEnd()) {
      return null;
    }
    YamlNode root = new OrdinaryYaml(lines).block(lines.indent());
    return lines.atEnd() ? root : null;
  }

  /** The map or list whose first line is the current one, to behind its last line. */
  private @Nullable YamlNode block(int indent) {
    if (depth++ == MAX_DEPTH) {
      return null;
    }
    YamlNode node = lines.isItem() ? items(indent) : entries(indent);
    depth--;
    return node;
  }

  private @Nullable YamlNode items(int indent) {
    List<YamlNode> items = new ArrayList<>();
    int line = lines.line();
    while (!lines.atEnd() && lines.indent() == indent && lines.isItem()) {
      lines.enterItem();
      YamlNode item = lines.isKey() ? block(lines.indent()) : value(indent, false);
      if (item == null) {
        return null;
      }
      items.add(item);
    }
    boolean over = isOver(indent) || (lines.indent() == indent && !lines.isItem());
    return over ? new Items(items, line, indent + 1) : null;
  }

  private @Nullable YamlNode entries(int indent) {
    List<Entry> entries = new ArrayList<>();
    int line = lines.line();
    while (!lines.atEnd() && lines.indent() == indent && !lines.isItem()) {
      Scalar key = lines.key();
      YamlNode value = key == null ? null : value(indent, true);
      if (key == null || value == null) {
        return null;
      }
      entries.add(new Entry(key, value));
    }
    return isOver(indent) ? new Entries(entries, line, indent + 1) : null;
  }

  /** A block is over when what follows stands further left. */
  private boolean isOver(int indent) {
    return lines.atEnd() || lines.indent() < indent;
  }

  /**
   * What stands behind a key or a dash: on its line, or in the lines below.
   *
   * @param indent of the key or dash
   * @param afterKey a list below a key may stand as far left as the key
   */
  private @Nullable YamlNode value(int indent, boolean afterKey) {
    if (lines.restIsEmpty()) {
      Scalar nothing = lines.nothing();
      lines.nextLine();
      boolean below =
          !lines.atEnd()
              && (lines.indent() > indent
                  || (afterKey && lines.indent() == indent && lines.isItem()));
      return below ? block(lines.indent()) : nothing;
    }
    YamlNode value = lines.startsList() ? list() : lines.scalar(false);
    if (value == null || !lines.restIsEmpty()) {
      return null;
    }
    lines.nextLine();
    return lines.atEnd() || lines.indent() <= indent ? value : null;
  }

  private @Nullable YamlNode list() {
    int line = lines.line();
    int column = lines.column();
    List<YamlNode> items = new ArrayList<>();
    lines.skip();
    if (lines.endsList()) {
      return new Items(items, line, column);
    }
    while (true) {
      Scalar item = lines.scalar(true);
      if (item == null) {
        return null;
      }
      items.add(item);
      if (lines.endsList()) {
        return new Items(items, line, column);
      }
      if (!lines.separates()) {
        return null;
      }
    }
  }
}
