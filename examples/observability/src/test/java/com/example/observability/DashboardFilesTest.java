package com.example.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Grafana would not complain about, but show wrongly. */
class DashboardFilesTest {
  private static final Pattern UID = Pattern.compile("(?m)^ +uid: (\\S+)$");
  private static final int COLUMNS = 24;

  @ParameterizedTest
  @ValueSource(strings = {"scan-metrics-postgres", "scan-metrics-prometheus"})
  void panelsHaveIdsOfTheirOwnAndDoNotOverlap(String name) throws IOException {
    Set<Integer> ids = new HashSet<>();
    Set<Integer> cells = new HashSet<>();
    for (JsonNode panel : Dashboard.read(name).json().path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as("%s", panel.path("title")).isTrue();
      JsonNode position = panel.path("gridPos");
      int left = position.path("x").asInt();
      int top = position.path("y").asInt();
      assertThat(left + position.path("w").asInt()).isLessThanOrEqualTo(COLUMNS);
      for (int x = left; x < left + position.path("w").asInt(); x++) {
        for (int y = top; y < top + position.path("h").asInt(); y++) {
          assertThat(cells.add(y * COLUMNS + x)).as("%s", panel.path("title")).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan-metrics-postgres", "scan-metrics-prometheus"})
  void everyPanelAndQueryNamesADataSourceThatIsProvisioned(String name) throws IOException {
    String provisioned =
        Files.readString(
            Repository.grafana().resolve("provisioning/datasources/scan-metrics.yaml"));
    Set<String> known =
        UID.matcher(provisioned).results().map(uid -> uid.group(1)).collect(Collectors.toSet());

    for (JsonNode panel : Dashboard.read(name).panels()) {
      String source = panel.path("datasource").path("uid").asText();
      assertThat(known).contains(source);
      assertThat(panel.path("targets")).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.path("datasource").path("uid").asText()).isEqualTo(source);
      }
    }
  }
}
