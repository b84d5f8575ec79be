package io.scanmetrics.agent.meters;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.scanmetrics.ScanSpans;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Repeats what timers, counters and gauges measure on instruments of OpenTelemetry: the kinds that
 * this agent and its connection pool have. Names stay as they are, times become seconds, tags
 * become attributes. Meters of other kinds are kept, but not repeated.
 *
 * <p>Stands in for OpenTelemetry's own bridge, which is an alpha that works with no other version
 * of the SDK than the one it was built for.
 */
final class OtelMeterRegistry extends SimpleMeterRegistry {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Of a timer that names no buckets itself; OpenTelemetry's own are made for milliseconds. */
  private static final List<Double> DEFAULT_BUCKETS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

  private final io.opentelemetry.api.metrics.Meter instruments;

  OtelMeterRegistry(MeterProvider provider) {
    super(SimpleConfig.DEFAULT, Clock.SYSTEM);
    this.instruments = provider.get(ScanSpans.SCOPE);
  }

  @Override
  protected Counter newCounter(Meter.Id id) {
    DoubleCounter counter =
        instruments
            .counterBuilder(id.getName())
            .ofDoubles()
            .setDescription(description(id))
            .build();
    Attributes attributes = attributes(id);
    // Says that it is there, so that rates over it begin at zero.
    counter.add(0, attributes);
    return new CumulativeCounter(id) {
      @Override
      public void increment(double amount) {
        super.increment(amount);
        counter.add(amount, attributes);
      }
    };
  }

  @Override
  protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauses) {
    DoubleHistogramBuilder builder =
        instruments
            .histogramBuilder(id.getName())
            .setDescription(description(id))
            .setUnit("s")
            .setExplicitBucketBoundariesAdvice(buckets(config));
    return new RepeatedTimer(id, clock, pauses, builder.build(), attributes(id));
  }

  @Override
  protected <T> Gauge newGauge(Meter.Id id, @Nullable T object, ToDoubleFunction<T> value) {
    Gauge gauge = super.newGauge(id, object, value);
    Attributes attributes = attributes(id);
    instruments
        .gaugeBuilder(id.getName())
        .setDescription(description(id))
        .buildWithCallback(
            measurement -> {
              double now = gauge.value();
              if (!Double.isNaN(now)) {
                measurement.record(now, attributes);
              }
            });
    return gauge;
  }

  private static String description(Meter.Id id) {
    String description = id.getDescription();
    return description == null ? "" : description;
  }

  private static Attributes attributes(Meter.Id id) {
    AttributesBuilder attributes = Attributes.builder();
    for (Tag tag : id.getTagsAsIterable()) {
      attributes.put(tag.getKey(), tag.getValue());
    }
    return attributes.build();
  }

  private static List<Double> buckets(DistributionStatisticConfig config) {
    double[] nanos = config.getServiceLevelObjectiveBoundaries();
    return nanos == null || nanos.length == 0
        ? DEFAULT_BUCKETS
        : Arrays.stream(nanos).mapToObj(bound -> bound / NANOS_PER_SECOND).toList();
  }

  private static final class RepeatedTimer extends CumulativeTimer {
    private final DoubleHistogram repeated;
    private final Attributes attributes;

    RepeatedTimer(
        Meter.Id id,
        Clock clock,
        PauseDetector pauses,
        DoubleHistogram repeated,
        Attributes attributes) {
      super(id, clock, DistributionStatisticConfig.DEFAULT, pauses, TimeUnit.SECONDS, false);
      this.repeated = repeated;
      this.attributes = attributes;
    }

    @Override
    protected void recordNonNegative(long amount, TimeUnit unit) {
      super.recordNonNegative(amount, unit);
      repeated.record(unit.toNanos(amount) / NANOS_PER_SECOND, attributes);
    }
  }
}
