package io.scanmetrics.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept in a JSON column, as text and back. Values are String, Long, Double, Boolean, or a
 * List of these; what other programs put there is read as far as it can be written again.
 */
public final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /** An object, its keys in order, so that equal maps give equal texts; {@code null} if empty. */
  public static @Nullable String of(Map<String, Object> values) {
    return values.isEmpty() ? null : text(values);
  }

  /** One value, for comparing. */
  public static String text(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof String s) {
      json.writeString(s);
    } else if (value instanceof Boolean b) {
      json.writeBoolean(b);
    } else if (value instanceof Double d && !Double.isFinite(d)) {
      json.writeString(d.toString());
    } else if (value instanceof Float f && !Float.isFinite(f)) {
      json.writeString(f.toString());
    } else if (value instanceof Number n) {
      json.writeNumber(n.toString());
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<Object, Object> entry : new TreeMap<Object, Object>(map).entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else {
      json.writeString(value.toString());
    }
  }

  /**
   * Reads an object. Nulls are left out, and a text that is no object gives an empty map.
   *
   * @throws UncheckedIOException if it is not JSON, which a JSON column cannot hold
   */
  public static Map<String, Object> read(@Nullable String text) {
    if (text == null) {
      return Map.of();
    }
    try (JsonParser json = JSON.createParser(text)) {
      return json.nextToken() == JsonToken.START_OBJECT ? object(json) : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads an object that is all there is between two places of a text in UTF-8.
   *
   * @throws IOException if that is not one JSON object and nothing else
   */
  public static Map<String, Object> readObject(byte[] text, int from, int to) throws IOException {
    try (JsonParser json = JSON.createParser(text, from, to - from)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      Map<String, Object> object = object(json);
      if (json.nextToken() != null) {
        throw new IOException("there is something behind a JSON object");
      }
      return object;
    }
  }

  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      Object value = value(json);
      if (value != null) {
        object.put(key, value);
      }
    }
    return object;
  }

  private static List<Object> array(JsonParser json) throws IOException {
    List<Object> array = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Object element = value(json);
      if (element != null) {
        array.add(element);
      }
    }
    return array;
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? json.getBigIntegerValue()
              : (Object) json.getLongValue();
      case VALUE_NUMBER_FLOAT -> number(json);
      default -> json.getText();
    };
  }

  /** A double, unless that would lose digits or be infinite. */
  private static Number number(JsonParser json) throws IOException {
    double number = json.getDoubleValue();
    BigDecimal exact = json.getDecimalValue();
    boolean same = Double.isFinite(number) && exact.compareTo(BigDecimal.valueOf(number)) == 0;
    return same ? (Number) number : exact;
  }
}
