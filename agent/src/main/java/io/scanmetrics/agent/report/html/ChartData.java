package io.scanmetrics.agent.report.html;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.scanmetrics.agent.report.Amounts;
import io.scanmetrics.store.postgres.report.DurationBand;
import io.scanmetrics.store.postgres.report.Percentile;
import io.scanmetrics.store.postgres.report.PhaseStep;
import io.scanmetrics.store.postgres.report.ScanReport;
import io.scanmetrics.store.postgres.report.SloFigures;
import io.scanmetrics.store.postgres.report.SloStep;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the charts draw, as JSON within the page. Times are milliseconds since 1970; what a mouse is
 * told about a step is put into words here, so that it reads as everywhere else.
 */
final class ChartData {
  private final ScanReport report;
  private final JsonGenerator json;

  private ChartData(ScanReport report, JsonGenerator json) {
    this.report = report;
    this.json = json;
  }

  static String json(ScanReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      new ChartData(report, json).write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Nothing in it may end the script element that it stands in.
    return text.toString().replace("<", "\\u003c");
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeNumberField("from", report.period().from().toEpochMilli());
    json.writeNumberField("to", report.period().to().toEpochMilli());
    json.writeNumberField("step", report.period().step().toMillis());
    json.writeNumberField("p50Target", SloFigures.P50_TARGET);
    json.writeNumberField("p95Target", SloFigures.P95_TARGET);
    json.writeArrayFieldStart("steps");
    for (SloStep step : report.steps()) {
      write(step);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("phases");
    for (PhaseStep step : report.phases().steps()) {
      write(step);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("durations");
    for (DurationBand band : report.durations()) {
      write(band);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(SloStep step) throws IOException {
    SloFigures slo = step.slo();
    json.writeStartObject();
    json.writeNumberField("start", step.start().toEpochMilli());
    percentile("p50", slo.p50());
    percentile("p95", slo.p95());
    number("share50", slo.complianceP50());
    number("share95", slo.complianceP95());
    Ends ends = Ends.of(slo);
    json.writeNumberField("within-2", ends.within2());
    json.writeNumberField("within-5", ends.within5());
    json.writeNumberField("slower", ends.slower());
    json.writeNumberField("failed", slo.failed());
    json.writeNumberField("died", slo.aborted());
    json.writeNumberField("running", slo.running());
    json.writeStringField(
        "tteInWords",
        "%s: P50 %s, P95 %s, of %s"
            .formatted(
                when(step.start()),
                Amounts.percentile(slo.p50()),
                Amounts.percentile(slo.p95()),
                Amounts.count(slo.scans(), "scan")));
    json.writeStringField(
        "sharesInWords",
        "%s: %s under 2 min, %s under 5 min"
            .formatted(
                when(step.start()),
                Amounts.exactShare(slo.complianceP50()),
                Amounts.exactShare(slo.complianceP95())));
    json.writeStringField("endsInWords", when(step.start()) + ": " + ends.inWords());
    json.writeEndObject();
  }

  /** Absent if it is not decided; then there is what it is at least, absent too if infinite. */
  private void percentile(String name, @Nullable Percentile percentile) throws IOException {
    if (percentile == null) {
      return;
    }
    number(name, percentile.millis());
    if (percentile.millis() == null && !Double.isInfinite(percentile.atLeast())) {
      number(name + "AtLeast", percentile.atLeast());
    }
  }

  private void number(String name, @Nullable Double value) throws IOException {
    if (value != null) {
      json.writeNumberField(name, Math.round(value * 10_000) / 10_000.0);
    }
  }

  private void write(PhaseStep step) throws IOException {
    json.writeStartObject();
    json.writeNumberField("start", step.start().toEpochMilli());
    StringBuilder words = new StringBuilder(when(step.start()));
    String separator = ": ";
    for (Map.Entry<String, Double> share : step.shares().entrySet()) {
      number(share.getKey(), share.getValue());
      if (share.getValue() > 0) {
        words.append(separator).append(share.getKey()).append(' ');
        words.append(Amounts.share(share.getValue()));
        separator = ", ";
      }
    }
    json.writeStringField("inWords", words.toString());
    json.writeEndObject();
  }

  private void write(DurationBand band) throws IOException {
    json.writeStartObject();
    json.writeNumberField("from", band.fromMillis());
    if (band.toMillis() != null) {
      json.writeNumberField("to", band.toMillis());
    }
    json.writeNumberField("scans", band.scans());
    json.writeStringField("fromInWords", Amounts.duration(band.fromMillis()));
    json.writeStringField(
        "inWords",
        "%s to %s: %s"
            .formatted(
                Amounts.duration(band.fromMillis()),
                band.toMillis() == null ? "any" : Amounts.duration(band.toMillis()),
                Amounts.count(band.scans(), "scan")));
    json.writeEndObject();
  }

  private static String when(Instant start) {
    return Amounts.time(start) + " UTC";
  }
}
