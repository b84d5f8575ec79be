package io.scanmetrics.agent.log;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes passwords out of texts before they are shown: those of URLs, in a parameter ({@code
 * ?password=…}) or before the host ({@code //user:…@host}). Hides too much rather than too little.
 */
public final class Redaction {
  private static final String HIDDEN = "***";
  private static final String SCHEME = "jdbc:";
  private static final String PARAMETER = "password=";

  private Redaction() {}

  /** Any text, without the passwords of the URLs in it; a URL ends at white space or a quote. */
  public static String of(String text) {
    StringBuilder result = new StringBuilder();
    int from = 0;
    while (from < text.length()) {
      int end = endOfPart(text, from);
      result.append(hideParameters(hideUserInfo(text.substring(from, end), HIDDEN), false));
      boolean between = end < text.length() && endsWord(text.charAt(end));
      if (between) {
        result.append(text.charAt(end));
      }
      from = between ? end + 1 : end;
    }
    return result.toString();
  }

  /** One whole URL, without the passwords in it, white space or not. */
  public static String ofUrl(String url) {
    return hideParameters(hideUserInfo(url, HIDDEN), true);
  }

  /** What was meant to be a whole URL, and may lack the signs by which its parts are told. */
  public static String ofBrokenUrl(String text) {
    String safe = ofUrl(text);
    int at = safe.contains("//") ? -1 : safe.lastIndexOf('@');
    return at < 0 ? safe : HIDDEN + safe.substring(at);
  }

  /** The URL as if no password had been in it; the same text if none is. */
  public static String dropFromUrl(String url) {
    String rest = hideUserInfo(url, null);
    int query = rest.indexOf('?');
    if (query < 0) {
      return rest;
    }
    StringBuilder kept = new StringBuilder();
    for (String parameter : rest.substring(query + 1).split("&", -1)) {
      if (!parameter.toLowerCase(Locale.ROOT).contains(PARAMETER)) {
        kept.append(kept.length() == 0 ? '?' : '&').append(parameter);
      }
    }
    return rest.substring(0, query) + kept;
  }

  private static String hideUserInfo(String url, @Nullable String replacement) {
    int start = url.indexOf("//") + 2;
    int colon = url.indexOf(':', start);
    int at = endOfUserInfo(url, start);
    if (start < 2 || colon < 0 || at < colon) {
      return url;
    }
    String user = url.substring(0, colon);
    return replacement == null
        ? user + url.substring(at)
        : user + ':' + replacement + url.substring(at);
  }

  /** Where the {@code @} before the host is, -1 if there is none. */
  private static int endOfUserInfo(String url, int start) {
    int query = url.indexOf('?', start);
    if (query < 0) {
      return url.lastIndexOf('@');
    }
    int at = url.lastIndexOf('@', query);
    int colon = url.indexOf(':', start);
    // What follows a colon is a port, or a password that may itself contain a question mark.
    boolean password = colon > 0 && colon + 1 < query && !Character.isDigit(url.charAt(colon + 1));
    return at < 0 && password ? url.lastIndexOf('@') : at;
  }

  private static String hideParameters(String text, boolean untilAmpersand) {
    String lower = text.toLowerCase(Locale.ROOT);
    StringBuilder result = new StringBuilder();
    int from = 0;
    int key;
    while ((key = lower.indexOf(PARAMETER, from)) >= 0) {
      int value = key + PARAMETER.length();
      int end = value;
      while (end < text.length()
          && text.charAt(end) != '&'
          && (untilAmpersand || !endsWord(text.charAt(end)))) {
        end++;
      }
      result.append(text, from, value).append(HIDDEN);
      from = end;
    }
    return result.append(text.substring(from)).toString();
  }

  /** Where the word ends, or a JDBC URL begins that stands behind something else in it. */
  private static int endOfPart(String text, int start) {
    int end = start;
    while (end < text.length()
        && !endsWord(text.charAt(end))
        && (end == start || !text.regionMatches(true, end, SCHEME, 0, SCHEME.length()))) {
      end++;
    }
    return end;
  }

  private static boolean endsWord(char c) {
    return Character.isWhitespace(c) || c == '"' || c == '\'';
  }
}
