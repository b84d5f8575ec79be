package io.scanmetrics.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's ways from a row to its trace, and back, lead there. */
class TraceLinksIT {
  private static final String SOME_TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final SpansToRows application = new SpansToRows();

  @Test
  void fromARowToItsTraceAndBack() throws IOException {
    SpanContext scan = application.runFor(Map.of(), TraceLinksIT::scan);
    List<String> queries = queries();
    assertThat(queries).hasSize(3);

    // The README looks at the last day; the scan of this test was then.
    assertThat(application.rows(since(queries.get(0))))
        .containsExactly(
            List.of(
                new BigDecimal("1.000"),
                "http://jaeger.example:16686/trace/%s?uiFind=%s"
                    .formatted(scan.getTraceId(), scan.getSpanId())));
    for (String back : queries.subList(1, 3)) {
      assertThat(application.rows(since(back).replace(SOME_TRACE, scan.getTraceId()))).hasSize(1);
    }
  }

  private static SpanContext scan(Tracer tracer) {
    var span = SpansToRows.start(SpansToRows.scan(tracer, "nightly"), 0);
    SpansToRows.end(span, 1000);
    return span.getSpanContext();
  }

  private static String since(String query) {
    return query.replace("now()", "TIMESTAMPTZ '" + SpansToRows.START.plusSeconds(3600) + "'");
  }

  /** The statements of that section of the README. */
  private static List<String> queries() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int begin = readme.indexOf("### From a row to its trace and back");
    String section = readme.substring(begin, readme.indexOf("###", begin + 3));
    return Pattern.compile("SELECT[^;]*;")
        .matcher(section)
        .results()
        .map(MatchResult::group)
        .toList();
  }
}
