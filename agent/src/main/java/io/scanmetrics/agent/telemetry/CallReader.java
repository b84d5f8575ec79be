package io.scanmetrics.agent.telemetry;

import io.scanmetrics.agent.rules.Readings;
import io.scanmetrics.agent.rules.expression.Expression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a rule wants to know of a call, on the application's thread. Never throws. */
final class CallReader {
  private CallReader() {}

  /** Whether the rule applies to this call. */
  static boolean applies(Interception interception, CallStack values) {
    Expression when = interception.readings().when();
    return when == null || Boolean.TRUE.equals(when.readFlag(values, interception));
  }

  /** The key that joins the call to a scan, as text; {@code null} if there is none. */
  static @Nullable String key(Interception interception, CallStack values) {
    Expression scanId = interception.readings().scanId();
    Object key = scanId == null ? null : scanId.read(values, interception);
    return key == null ? null : key.toString();
  }

  /** What is to be read when the call begins. */
  static Map<String, Object> attributes(Interception interception, CallStack values) {
    List<Readings.Attribute> wanted = interception.readings().atBegin();
    if (wanted.size() > 1) {
      return read(wanted, new LinkedHashMap<>(), interception, values);
    }
    return wanted.isEmpty() ? Map.of() : only(wanted.get(0), interception, values);
  }

  private static Map<String, Object> only(
      Readings.Attribute attribute, Interception interception, CallStack values) {
    Object value = attribute.expression().read(values, interception);
    return value == null ? Map.of() : Map.of(attribute.key(), value);
  }

  /** What is to be read when the call ends. */
  static Map<String, Object> attributesAtEnd(Interception interception, CallStack values) {
    return joined(Map.of(), Map.of(), interception, values);
  }

  /**
   * All that came to light between the beginning of an execution and its end.
   *
   * @param call that ends it, and is ending itself
   */
  static Map<String, Object> lateAttributes(Execution execution, OpenCall call, CallStack values) {
    return joined(execution.startAttributes(), call.early(), call.interception, values);
  }

  private static Map<String, Object> joined(
      Map<String, Object> first,
      Map<String, Object> second,
      Interception interception,
      CallStack values) {
    List<Readings.Attribute> wanted = interception.readings().atEnd();
    if (wanted.isEmpty() && first.isEmpty()) {
      return second;
    }
    Map<String, Object> all = new LinkedHashMap<>(first);
    all.putAll(second);
    return read(wanted, all, interception, values);
  }

  private static Map<String, Object> read(
      List<Readings.Attribute> wanted,
      Map<String, Object> into,
      Interception interception,
      CallStack values) {
    for (int i = 0; i < wanted.size(); i++) {
      Readings.Attribute attribute = wanted.get(i);
      Object value = attribute.expression().read(values, interception);
      if (value != null) {
        into.put(attribute.key(), value);
      }
    }
    return into;
  }

  /**
   * Whether the call failed, and why; {@code null} if it did not.
   *
   * @param whole whether it matters where
   */
  static @Nullable Failure failure(Interception interception, CallStack values, boolean whole) {
    Throwable thrown = values.error();
    Readings readings = interception.readings();
    if (thrown == null
        && (readings.success() == null
            || !Boolean.FALSE.equals(readings.success().readFlag(values, interception)))) {
      return null;
    }
    String code = errorCode(interception, values);
    Failure.Thrown exception = thrown == null ? null : Failure.Thrown.of(thrown, whole);
    return new Failure(code == null && exception != null ? exception.type() : code, exception);
  }

  /** That something failed which is part of what the rule means. */
  static Failure failureOfPart(Interception interception, CallStack values) {
    return new Failure(errorCode(interception, values), null);
  }

  private static @Nullable String errorCode(Interception interception, CallStack values) {
    Expression errorCode = interception.readings().errorCode();
    Object code = errorCode == null ? null : errorCode.read(values, interception);
    return code == null ? null : code.toString();
  }
}
