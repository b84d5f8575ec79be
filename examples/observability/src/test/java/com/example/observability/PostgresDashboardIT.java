package com.example.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard on PostgreSQL: each of its queries, on a real database. */
class PostgresDashboardIT {
  private static final Pattern FIELD = Pattern.compile("\\$\\{__data\\.fields\\.(\\w+)\\}");
  private static final String BOTH =
      "'11111111-1111-4111-8111-111111111111','22222222-2222-4222-8222-222222222222'";
  private static final String ACME = "'11111111-1111-4111-8111-111111111111'";

  private static TestDatabase filled;
  private static Dashboard dashboard;

  @BeforeAll
  static void open() throws IOException {
    filled = ScanDatabase.filled();
    dashboard = Dashboard.read("scan-metrics-postgres");
  }

  @Test
  void everyPanelShowsSomething() throws Exception {
    for (String tenants : List.of(BOTH, ACME)) {
      for (JsonNode panel : dashboard.panels()) {
        for (JsonNode target : panel.path("targets")) {
          List<Map<String, @Nullable Object>> rows = run(filled, target, tenants);
          String title = panel.path("title").asText();
          assertThat(rows).as(title).isNotEmpty();
          if (target.path("format").asText().equals("time_series")) {
            assertThat(rows.get(0).keySet()).as(title).first().isEqualTo("time");
          }
          assertThat(rows.stream().flatMap(row -> row.values().stream())).as(title).isNotEmpty();
        }
      }
    }
  }

  @Test
  void withoutAScanNoQueryFails() throws Exception {
    TestDatabase empty = ScanDatabase.empty();
    for (String noTenant : List.of("", "''")) {
      for (JsonNode panel : dashboard.panels()) {
        for (JsonNode target : panel.path("targets")) {
          assertThat(run(empty, target, noTenant)).hasSizeLessThanOrEqualTo(1);
        }
      }
    }
    assertThat(rows(empty, variable("tenant"))).isEmpty();
  }

  @Test
  void tenantsAreChosenByTheirNames() throws Exception {
    assertThat(rows(filled, variable("tenant")))
        .containsExactly(
            Map.of(
                "__text", "22222222-2222-4222-8222-222222222222",
                "__value", "22222222-2222-4222-8222-222222222222"),
            Map.of("__text", "acme", "__value", "11111111-1111-4111-8111-111111111111"));
  }

  @Test
  void figuresAreThoseOfTheScans() throws Exception {
    assertThat(number("P50", ACME)).isCloseTo(120.5, within(0.001));
    assertThat(number("P95", ACME)).isCloseTo(228.05, within(0.001));
    // Of 240 that succeeded, one that failed, one that died, and one that has run for ten minutes.
    assertThat(number("Below 120 s", ACME)).isCloseTo(100.0 * 119 / 243, within(0.001));
    assertThat(number("Below 300 s", ACME)).isCloseTo(100.0 * 240 / 243, within(0.001));
    assertThat(number("Scans", ACME)).isEqualTo(243);
    assertThat(number("Scans", BOTH)).isEqualTo(244);
    assertThat(number("In flight now", ACME)).isEqualTo(1);
    assertThat(number("Failed", ACME)).isEqualTo(1);
    assertThat(number("Died", ACME)).isEqualTo(1);
  }

  @Test
  void theSlowestScanComesFirstAndWhatFailedSaysWhere() throws Exception {
    assertThat(table("Slowest scans", ACME).get(0))
        .containsEntry("scan", "scan-240")
        .containsEntry("tenant", "acme")
        .containsEntry("longest_phase", "analyze")
        .containsEntry("trace_id", "000000000000000000000000000000f0");
    assertThat(table("Slowest scans", BOTH)).hasSize(20);
    assertThat(table("Failed and died", ACME))
        .extracting(
            row -> row.get("outcome"), row -> row.get("phase"), row -> row.get("error_code"))
        .containsExactlyInAnyOrder(
            tuple("failed", "vex", "NO_FEED"), tuple("aborted", "analyze", null));
    assertThat(table("Tenants", BOTH)).extracting(row -> row.get("tenant")).hasSize(2);
  }

  @Test
  void everyLinkAndOverrideNamesAColumnThatIsThere() throws Exception {
    int links = 0;
    for (JsonNode panel : dashboard.panels()) {
      List<String> columns =
          List.copyOf(run(filled, panel.path("targets").path(0), BOTH).get(0).keySet());
      for (JsonNode override : panel.path("fieldConfig").path("overrides")) {
        assertThat(columns).contains(override.path("matcher").path("options").asText());
        for (String field : fields(override.toString())) {
          assertThat(columns).contains(field);
          links++;
        }
      }
    }
    assertThat(links).isEqualTo(6);
  }

  private static List<String> fields(String text) {
    return FIELD.matcher(text).results().map(field -> field.group(1)).toList();
  }

  private static double number(String title, String tenants) throws Exception {
    Map<String, @Nullable Object> row = table(title, tenants).get(0);
    Object value = row.values().iterator().next();
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new AssertionError(title + " is " + value);
  }

  private static List<Map<String, @Nullable Object>> table(String title, String tenants)
      throws Exception {
    for (JsonNode panel : dashboard.panels()) {
      if (panel.path("title").asText().equals(title)) {
        return run(filled, panel.path("targets").path(0), tenants);
      }
    }
    throw new AssertionError("no panel " + title);
  }

  private static String variable(String name) {
    for (JsonNode variable : dashboard.json().path("templating").path("list")) {
      if (variable.path("name").asText().equals(name)) {
        return variable.path("query").asText();
      }
    }
    throw new AssertionError("no variable " + name);
  }

  private static List<Map<String, @Nullable Object>> run(
      TestDatabase database, JsonNode target, String tenants) throws SQLException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String sql =
        Dashboard.sql(
            target.path("rawSql").asText(),
            Map.of("${tenant:sqlstring}", tenants),
            now.minus(1, ChronoUnit.DAYS).toString(),
            now.plusSeconds(60).toString(),
            "10m");
    assertThat(sql).doesNotContain("$");
    return rows(database, sql);
  }

  private static List<Map<String, @Nullable Object>> rows(TestDatabase database, String sql)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      while (result.next()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
