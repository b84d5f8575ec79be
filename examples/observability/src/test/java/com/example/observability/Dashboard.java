package com.example.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A dashboard of Grafana, as its provisioned file has it. */
record Dashboard(JsonNode json) {
  private static final Pattern INTERVAL = Pattern.compile("(\\d+)([smhd])");

  /** The one of that file name, without its ending. */
  static Dashboard read(String name) throws IOException {
    Path file = Repository.grafana().resolve("dashboards/" + name + ".json");
    return new Dashboard(new ObjectMapper().readTree(file.toFile()));
  }

  /** Panels that show something. */
  List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    return panels;
  }

  /**
   * A query of the PostgreSQL data source as Grafana sends it.
   *
   * @param variables values as their format makes them, by what stands for them
   * @param from the beginning of the time range, as Grafana writes it: with a Z
   * @param to its end
   * @param interval the width of a group of points
   */
  static String sql(
      String raw, Map<String, String> variables, String from, String to, String interval) {
    String sql = raw.replace("$__interval", interval);
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      sql = sql.replace(variable.getKey(), variable.getValue());
    }
    sql =
        Pattern.compile("\\$__timeFilter\\(([^)]*)\\)")
            .matcher(sql)
            .replaceAll("$1 BETWEEN '" + from + "' AND '" + to + "'");
    return Pattern.compile("\\$__timeGroupAlias\\(([^,]*), *([^)]*)\\)")
        .matcher(sql)
        .replaceAll(
            call -> {
              int width = seconds(call.group(2));
              return "floor(extract(epoch from %s)/%d)*%d AS \"time\""
                  .formatted(call.group(1), width, width);
            });
  }

  /** An expression of the Prometheus data source as Grafana sends it. */
  static String promql(String raw) {
    return raw.replace("$__rate_interval", "5m")
        .replace("$__range", "1h")
        .replace("$job", ".*")
        .replace("$instance", ".*");
  }

  private static int seconds(String interval) {
    Matcher matcher = INTERVAL.matcher(interval);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(interval);
    }
    int unit =
        switch (matcher.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3_600;
          default -> 86_400;
        };
    return Integer.parseInt(matcher.group(1)) * unit;
  }
}
