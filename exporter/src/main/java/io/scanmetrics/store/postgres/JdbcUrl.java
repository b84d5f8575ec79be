package io.scanmetrics.store.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A JDBC URL taken apart as far as its secrets are concerned, before anything gets it that may
 * print it: pgjdbc logs URLs, and repeats those that it cannot read.
 *
 * @param url the URL without its secrets
 * @param secrets the parameters that were taken out of it, decoded, by name
 */
record JdbcUrl(String url, Map<String, String> secrets) {
  private static final String SCHEME = "jdbc:postgresql:";
  private static final int MAX_PORT = 65_535;

  /**
   * Reads a URL, without looking at parameters other than secrets: those are pgjdbc's to judge.
   *
   * @throws IllegalArgumentException if pgjdbc would not understand it; the message does not repeat
   *     it
   */
  static JdbcUrl parse(String text) {
    if (!text.startsWith(SCHEME)) {
      throw new IllegalArgumentException("the JDBC URL must start with \"" + SCHEME + "\"");
    }
    int query = text.indexOf('?');
    String server = query < 0 ? text : text.substring(0, query);
    checkServer(server.substring(SCHEME.length()));
    if (query < 0) {
      return new JdbcUrl(text, Map.of());
    }
    StringBuilder kept = new StringBuilder(server);
    Map<String, String> secrets = new LinkedHashMap<>();
    for (String parameter : text.substring(query + 1).split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      if (name.toLowerCase(Locale.ROOT).endsWith("password")) {
        secrets.put(name, equals < 0 ? "" : decode(name, parameter.substring(equals + 1)));
      } else {
        kept.append(kept.length() == server.length() ? '?' : '&').append(parameter);
      }
    }
    return new JdbcUrl(kept.toString(), Map.copyOf(secrets));
  }

  /** Where it leads, for people: {@code host:port/database}. */
  String place() {
    int query = url.indexOf('?');
    String place = url.substring(SCHEME.length(), query < 0 ? url.length() : query);
    return place.startsWith("//") ? place.substring(2) : place;
  }

  private static void checkServer(String server) {
    if (server.toLowerCase(Locale.ROOT).contains("password=")) {
      throw new IllegalArgumentException("the parameters of the JDBC URL must follow a ?");
    }
    if (!server.startsWith("//")) {
      return;
    }
    if (server.indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          "the JDBC URL must not have a user or a password before the host;"
              + " use scan.metrics.jdbc.user and scan.metrics.jdbc.password");
    }
    if (server.length() > 3 && server.chars().filter(c -> c == '/').count() != 3) {
      throw new IllegalArgumentException(
          "the JDBC URL must look like " + SCHEME + "//host:port/database");
    }
    for (String address : server.split("/", -1)[2].split(",", -1)) {
      int colon = address.lastIndexOf(':');
      if (colon > address.lastIndexOf(']') && !isPort(address.substring(colon + 1))) {
        throw new IllegalArgumentException(
            "the port in the JDBC URL must be a number from 1 to " + MAX_PORT);
      }
    }
  }

  private static boolean isPort(String text) {
    try {
      int port = Integer.parseInt(text);
      return port >= 1 && port <= MAX_PORT;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String decode(String name, String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the value of " + name + " in the JDBC URL is not properly encoded", null);
    }
  }

  @Override
  public String toString() {
    return url;
  }
}
