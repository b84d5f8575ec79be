package io.scanmetrics.agent.rules.yaml;

import io.scanmetrics.agent.rules.yaml.YamlNode.Entries;
import io.scanmetrics.agent.rules.yaml.YamlNode.Entry;
import io.scanmetrics.agent.rules.yaml.YamlNode.Items;
import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads all of YAML by snakeyaml-engine's parser and makes the tree from its events. What an alias
 * stands for is shared, not copied, and counted, so that a small file cannot become a large tree.
 */
final class LibraryYaml {
  private static final int MAX_DEPTH = 20;

  /** Nodes that aliases may add, as if each were copied. */
  private static final int MAX_ALIASED = 10_000;

  private final ParserImpl events;
  private final Map<Anchor, YamlNode> anchored = new HashMap<>();
  private int depth;
  private int aliased;

  private LibraryYaml(String text) {
    LoadSettings settings = LoadSettings.builder().build();
    events = new ParserImpl(settings, new StreamReader(settings, text));
  }

  static @Nullable YamlNode read(String text) throws YamlFault {
    try {
      return new LibraryYaml(text).document();
    } catch (MarkedYamlEngineException e) {
      throw fault(e);
    } catch (YamlEngineException e) {
      throw new YamlFault("is no YAML: " + firstLine(e.getMessage()), 1, 1);
    } catch (StackOverflowError e) {
      throw new YamlFault("is nested too deeply", 1, 1);
    }
  }

  private @Nullable YamlNode document() throws YamlFault {
    events.next();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      return null;
    }
    events.next();
    YamlNode root = node();
    events.next();
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      throw fault("only one document can stand in a file", events.peekEvent());
    }
    return root;
  }

  private YamlNode node() throws YamlFault {
    Event event = events.next();
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    refuseTag(event);
    if (depth++ == MAX_DEPTH) {
      throw fault("nested too deeply", event);
    }
    YamlNode node;
    if (event instanceof ScalarEvent scalar) {
      boolean quoted = scalar.getScalarStyle() != ScalarStyle.PLAIN;
      node = new Scalar(scalar.getValue(), quoted, line(event), column(event));
    } else if (event instanceof MappingStartEvent) {
      node = entries(event);
    } else {
      node = items(event);
    }
    depth--;
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      anchored.put(anchor.get(), node);
    }
    return node;
  }

  private YamlNode entries(Event start) throws YamlFault {
    List<Entry> entries = new ArrayList<>();
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      Event place = events.peekEvent();
      if (!(node() instanceof Scalar key)) {
        throw fault("a key must be a text", place);
      }
      entries.add(new Entry(key, node()));
    }
    events.next();
    return new Entries(entries, line(start), column(start));
  }

  private YamlNode items(Event start) throws YamlFault {
    List<YamlNode> items = new ArrayList<>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node());
    }
    events.next();
    return new Items(items, line(start), column(start));
  }

  private YamlNode aliased(AliasEvent alias) throws YamlFault {
    YamlNode node = anchored.get(alias.getAlias());
    if (node == null) {
      throw fault("'*" + alias.getAlias() + "' stands for nothing before it", alias);
    }
    aliased += size(node);
    if (aliased > MAX_ALIASED) {
      throw fault("aliases make the file too large", alias);
    }
    return node;
  }

  /** Never more than a little beyond the limit. */
  private static int size(YamlNode node) {
    int size = 1;
    if (node instanceof Items items) {
      for (YamlNode item : items.items()) {
        size += size > MAX_ALIASED ? 0 : size(item);
      }
    } else if (node instanceof Entries entries) {
      for (Entry entry : entries.entries()) {
        size += size > MAX_ALIASED ? 0 : 1 + size(entry.value());
      }
    }
    return size;
  }

  private static void refuseTag(Event event) throws YamlFault {
    Optional<String> tag = Optional.empty();
    if (event instanceof ScalarEvent scalar) {
      tag = scalar.getTag();
    } else if (event instanceof CollectionStartEvent collection) {
      tag = collection.getTag();
    }
    if (tag.isPresent()) {
      throw fault("the tag '" + tag.get() + "' has no place in a rules file", event);
    }
  }

  private static YamlFault fault(MarkedYamlEngineException e) {
    Optional<Mark> mark = e.getProblemMark();
    String context = e.getContext();
    String problem = firstLine(e.getProblem());
    return new YamlFault(
        context == null || context.isBlank() ? problem : problem + " " + firstLine(context),
        mark.isPresent() ? mark.get().getLine() + 1 : 1,
        mark.isPresent() ? mark.get().getColumn() + 1 : 1);
  }

  private static YamlFault fault(String message, Event event) {
    return new YamlFault(message, line(event), column(event));
  }

  private static String firstLine(@Nullable String message) {
    String text = String.valueOf(message);
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static int line(Event event) {
    return event.getStartMark().isPresent() ? event.getStartMark().get().getLine() + 1 : 1;
  }

  private static int column(Event event) {
    return event.getStartMark().isPresent() ? event.getStartMark().get().getColumn() + 1 : 1;
  }
}
