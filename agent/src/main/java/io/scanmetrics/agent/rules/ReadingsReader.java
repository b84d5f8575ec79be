package io.scanmetrics.agent.rules;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanSpans;
import io.scanmetrics.agent.rules.Readings.Attribute;
import io.scanmetrics.agent.rules.expression.Expression;
import io.scanmetrics.agent.rules.expression.Expressions;
import io.scanmetrics.agent.rules.expression.RefusedExpression;
import io.scanmetrics.agent.rules.yaml.YamlNode;
import io.scanmetrics.agent.rules.yaml.YamlNode.Entries;
import io.scanmetrics.agent.rules.yaml.YamlNode.Entry;
import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the expressions of a rule. Every method answers null for what it reported. */
final class ReadingsReader {
  private static final String SCAN_PREFIX = "scan.";

  private final Expressions expressions;
  private final Environment environment;
  private final FaultList faults;

  ReadingsReader(Expressions expressions, Environment environment, FaultList faults) {
    this.expressions = expressions;
    this.environment = environment;
    this.faults = faults;
  }

  /** The expression under that key; {@code null} too if it is not there. */
  @Nullable Expression expression(Fields fields, String key) {
    Scalar text = fields.text(key);
    return text == null ? null : compile(text);
  }

  /** As {@link #expression}, of one that is needed before the call ends. */
  @Nullable Expression atBegin(Fields fields, String key) {
    Expression expression = expression(fields, key);
    if (expression != null && expression.readAtEnd()) {
      YamlNode place = fields.get(key);
      faults.add(
          place == null ? fields.place() : place,
          "'" + key + "' is needed when the call begins, so it cannot name returnValue or error",
          null);
      return null;
    }
    return expression;
  }

  /** What stands under {@code attributes:}, in its order. */
  List<Attribute> attributes(Fields fields) {
    Entries entries = fields.ownKeys("attributes");
    if (entries == null) {
      return List.of();
    }
    List<Attribute> attributes = new ArrayList<>();
    for (Entry entry : entries.entries()) {
      boolean known = isKnown(entry.key());
      Expression expression = value(entry);
      if (known && expression != null) {
        attributes.add(new Attribute(entry.key().text(), expression));
      }
    }
    return attributes;
  }

  /** Those of the attributes that are read at the end, or at the beginning. */
  static List<Attribute> readAt(boolean end, List<Attribute> attributes) {
    List<Attribute> found = new ArrayList<>();
    for (Attribute attribute : attributes) {
      if (attribute.expression().readAtEnd() == end) {
        found.add(attribute);
      }
    }
    return found;
  }

  private @Nullable Expression value(Entry entry) {
    if (!(entry.value() instanceof Scalar text)) {
      faults.add(entry.value(), "'" + entry.key().text() + "' must be an expression", null);
      return null;
    }
    if (text.isMissing()) {
      faults.add(entry.key(), "'" + entry.key().text() + "' has no value", null);
      return null;
    }
    return Environment.isNamedIn(text) ? constant(text) : compile(text);
  }

  /** What the environment says; no attribute if it says nothing. */
  private @Nullable Expression constant(Scalar text) {
    if (!text.text().startsWith(Environment.START)) {
      faults.add(
          text,
          "an expression has no placeholders",
          "write ${env:NAME} alone, without quotes inside");
      return null;
    }
    String value = environment.fill(text);
    return value == null ? null : expressions.constant(value);
  }

  private boolean isKnown(Scalar key) {
    String text = key.text();
    if (text.isEmpty()) {
      faults.add(key, "an attribute has no name", null);
      return false;
    }
    if (!text.startsWith(SCAN_PREFIX) || ScanAttribute.ofKey(text) != null) {
      return true;
    }
    if (text.equals(ScanSpans.PHASE_NAME)) {
      faults.add(
          key, "'" + text + "' is the agent's own", "the phase's name stands under 'phase:'");
    } else {
      AttributeWording.unknownKey(key, faults);
    }
    return false;
  }

  private @Nullable Expression compile(Scalar text) {
    try {
      return expressions.compile(text.text());
    } catch (RefusedExpression e) {
      boolean oneLine = text.text().indexOf('\n') < 0;
      int offset = oneLine ? e.offset() + (text.quoted() ? 1 : 0) : 0;
      faults.add(text.line(), text.column() + offset, String.valueOf(e.getMessage()), null);
      return null;
    }
  }
}
