package io.scanmetrics.agent.testing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM said at its end of scans that came faster than they could be kept. */
public final class Refused {
  private static final Pattern IN_ALL =
      Pattern.compile("(\\d+) scans in all were not recorded for want of room");

  private Refused() {}

  /** How many. */
  public static long scans(ForkedJvm.Result result) {
    Matcher matcher = IN_ALL.matcher(result.stderr());
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
