package com.example.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks at the meters of a process again and again and keeps the last answer that has a scan in it:
 * whoever asks only once comes too early, or after the process is gone.
 */
final class Scraper {
  private static final Duration AT_MOST = Duration.ofSeconds(2);
  private static final Predicate<String> HAS_A_SCAN =
      Pattern.compile("^scan_tte_seconds_count", Pattern.MULTILINE).asPredicate();

  /** The timers of scans and phases; of the buckets only those that the SLO asks for. */
  private static final Predicate<String> SHOWN =
      Pattern.compile(
              "^(scan_tte_seconds_(count|sum|max)|scan_phase_seconds_(count|sum)"
                  + "|scan_tte_seconds_bucket.*le=\"(120|300)\\.0\")")
          .asPredicate();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(AT_MOST).build();
  private final URI address;
  private String lastSeen = "";

  Scraper(URI address) {
    this.address = address;
  }

  /** Looks once; no answer is no fault, the process may be starting or ending. */
  void look() throws InterruptedException {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address).timeout(AT_MOST).build(), BodyHandlers.ofString());
      if (answer.statusCode() == 200 && HAS_A_SCAN.test(answer.body())) {
        lastSeen = answer.body();
      }
    } catch (IOException e) {
      // Nobody listens yet, or no longer.
      return;
    }
  }

  /** The lines about scans and phases, each with its line end. */
  String lastSeen() throws DemoException {
    if (lastSeen.isEmpty()) {
      throw new DemoException(1, address + " never showed a scan");
    }
    return shown(lastSeen);
  }

  static String shown(String metrics) {
    return metrics.lines().filter(SHOWN).map(line -> line + "\n").collect(Collectors.joining());
  }
}
