package com.example.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scanner says of its own timing: how often each of its parts ran, and how long in all. */
record SelfReport(Map<String, Part> parts) {

  record Part(int calls, double seconds) {}

  /** Milliseconds, calls, microseconds per call, class; parts of less than 10 ms are left out. */
  static SelfReport ofSpotBugs(Path file) throws IOException {
    Pattern line = Pattern.compile(" *(?<time>\\d+) +(?<calls>\\d+) +\\d+ (?<name>\\S+)");
    return read(file, line, 1e3);
  }

  /** Label, seconds, seconds without parts inside, calls. */
  static SelfReport ofPmd(Path file) throws IOException {
    Pattern line =
        Pattern.compile("(?<name>\\S.*?) +(?<time>[\\d.,]+) +[\\d.,]+ +(?<calls>[\\d,]+).*");
    return read(file, line, 1);
  }

  private static SelfReport read(Path file, Pattern pattern, double perSecond) throws IOException {
    Map<String, Part> parts = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.matches()) {
        int calls = Integer.parseInt(matcher.group("calls").replace(",", ""));
        double time = Double.parseDouble(matcher.group("time").replace(",", ""));
        parts.put(matcher.group("name"), new Part(calls, time / perSecond));
      }
    }
    return new SelfReport(parts);
  }

  Part part(String name) {
    return Objects.requireNonNull(parts.get(name), () -> name + " is not in " + parts.keySet());
  }

  double seconds() {
    return parts.values().stream().mapToDouble(Part::seconds).sum();
  }
}
