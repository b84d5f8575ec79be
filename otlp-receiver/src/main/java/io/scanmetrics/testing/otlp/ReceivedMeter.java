package io.scanmetrics.testing.otlp;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One meter of one export.
 *
 * @param resource attributes of what made it
 * @param scope the name of the instrumentation scope
 * @param kind {@code GAUGE}, {@code SUM}, {@code HISTOGRAM}
 * @param points one per combination of attributes
 */
public record ReceivedMeter(
    Map<String, Object> resource, String scope, String name, String kind, List<Point> points) {

  /**
   * Its value for one combination of attributes.
   *
   * @param value of a histogram how many values are in it
   * @param exemplars ids of the traces that its exemplars lead to
   */
  public record Point(Map<String, Object> attributes, double value, List<String> exemplars) {}

  static List<ReceivedMeter> all(ExportMetricsServiceRequest request) {
    List<ReceivedMeter> all = new ArrayList<>();
    for (ResourceMetrics resource : request.getResourceMetricsList()) {
      Map<String, Object> attributes = Values.of(resource.getResource().getAttributesList());
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          all.add(
              new ReceivedMeter(
                  attributes,
                  scope.getScope().getName(),
                  metric.getName(),
                  metric.getDataCase().name(),
                  points(metric)));
        }
      }
    }
    return all;
  }

  private static List<Point> points(Metric metric) {
    return Stream.concat(
            Stream.concat(
                    metric.getGauge().getDataPointsList().stream(),
                    metric.getSum().getDataPointsList().stream())
                .map(ReceivedMeter::point),
            metric.getHistogram().getDataPointsList().stream().map(ReceivedMeter::point))
        .toList();
  }

  private static Point point(NumberDataPoint point) {
    double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
    return new Point(
        Values.of(point.getAttributesList()),
        value,
        point.getExemplarsList().stream().map(e -> ReceivedSpan.hex(e.getTraceId())).toList());
  }

  private static Point point(HistogramDataPoint point) {
    return new Point(
        Values.of(point.getAttributesList()),
        point.getCount(),
        point.getExemplarsList().stream().map(e -> ReceivedSpan.hex(e.getTraceId())).toList());
  }
}
