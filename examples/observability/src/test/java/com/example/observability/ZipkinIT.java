package com.example.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scanmetrics.testing.TestDatabase;
import io.scanmetrics.testing.otlp.OtlpReceiver;
import io.scanmetrics.testing.otlp.Protocol;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Spans of the packaged agent in a real backend, and the ways between them and the rows. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZipkinIT {
  private static final String SOME_TRACE = "0af7651916cd43dd8448eb211c80319c";

  private TestDatabase database;
  private ZipkinServer zipkin;

  @BeforeAll
  void scan(@TempDir Path folder) throws Exception {
    database = ScanDatabase.empty();
    try (OtlpReceiver receiver = OtlpReceiver.start();
        MeasuredScanner scanner =
            MeasuredScanner.start(
                "-Dscan.metrics.jdbc.url=" + database.jdbcUrl(),
                "-Dscan.metrics.spool.dir=" + folder.resolve("spool"),
                "-Dotel.service.name=nightly-scanner",
                "-Dotel.bsp.schedule.delay=100ms",
                "-Dotel.exporter.otlp.endpoint=" + receiver.endpoint(Protocol.HTTP))) {
      scanner.tell("scan one");
      scanner.tell("fail two");
      Await.until(
          () ->
              Objects.equals(
                      database.value(
                          "SELECT (SELECT count(*) FROM scanner.execution_phases)"
                              + " + (SELECT count(*) FROM scanner.scan_metrics"
                              + " WHERE finished_at IS NOT NULL)"),
                      (long) receiver.spans().size())
                  && receiver.spans().stream().filter(span -> span.name().equals("scan")).count()
                      == 2,
          receiver::spans);
      zipkin = ZipkinServer.start(folder);
      zipkin.take(receiver.spans());
    }
  }

  @AfterAll
  void stop() {
    if (zipkin != null) {
      zipkin.close();
    }
  }

  @Test
  void theSpansOfEachRowArriveInItsTrace() throws Exception {
    for (List<Object> row : rows()) {
      JsonNode spans = trace(row);
      assertThat(spans.findValuesAsText("id"))
          .containsExactlyInAnyOrderElementsOf(List.of(((String) row.get(2)).split(" ")));
      assertThat(new TreeSet<>(spans.findValuesAsText("serviceName")))
          .containsExactly("nightly-scanner");
    }
  }

  @Test
  void aFailureShowsAsOne() throws Exception {
    for (List<Object> row : rows()) {
      boolean failed = row.get(3).equals("failed");
      assertThat(trace(row).findValues("error").isEmpty()).isEqualTo(!failed);
    }
  }

  @Test
  void theUrlOfTheReadmeLeadsFromARowToThePageOfItsTrace() throws Exception {
    for (List<Object> row : rows()) {
      String url =
          template()
              .replace("ZIPKIN:9411", zipkin.address())
              .replace("TRACE_ID", (String) row.get(0));
      HttpResponse<String> page = zipkin.get(url);

      assertThat(page.statusCode()).as(url).isEqualTo(200);
      assertThat(page.body()).contains("<title>Zipkin</title>");
      assertThat(url).endsWith("/" + trace(row).path(0).path("traceId").asText());
    }
  }

  @Test
  void theQueriesOfTheReadmeLeadFromATraceToItsRow() throws Exception {
    JsonNode traces = zipkin.ask("traces?serviceName=nightly-scanner&spanName=scan");
    assertThat(traces).hasSize(2);
    Matcher query = Pattern.compile("SELECT [^;]*'" + SOME_TRACE + "'[^;]*;").matcher(readme());
    int queries = 0;
    while (query.find()) {
      for (JsonNode trace : traces) {
        String id = trace.path(0).path("traceId").asText();
        assertThat(database.rows(query.group().replace(SOME_TRACE, id))).hasSize(1);
      }
      queries++;
    }
    assertThat(queries).isEqualTo(2);
  }

  /** Trace, span of the scan, all spans of it, outcome. */
  private List<List<Object>> rows() {
    List<List<Object>> rows =
        List.copyOf(
            database.rows(
                """
            SELECT trace_id, m.span_id, m.span_id || ' ' || string_agg(p.span_id, ' '), outcome
            FROM scanner.scan_metrics m JOIN scanner.execution_phases p USING (metrics_id)
            GROUP BY metrics_id
            """));
    assertThat(rows).hasSize(2);
    return rows;
  }

  private JsonNode trace(List<Object> row) throws Exception {
    return zipkin.ask("trace/" + row.get(0));
  }

  private static String template() throws Exception {
    Matcher row = Pattern.compile("\\| Zipkin \\| `([^`]*)` \\|").matcher(readme());
    assertThat(row.find()).isTrue();
    return row.group(1);
  }

  private static String readme() throws Exception {
    return Files.readString(Repository.root().resolve("exporter/README.md"));
  }
}
