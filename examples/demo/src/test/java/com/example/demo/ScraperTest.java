package com.example.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ScraperTest {
  @Test
  void scansAndPhasesAreShownWithTheBucketsOfTheSlo() {
    String metrics =
        """
        # TYPE scan_tte_seconds histogram
        scan_tte_seconds_bucket{outcome="succeeded",le="60.0"} 2
        scan_tte_seconds_bucket{outcome="succeeded",le="120.0"} 2
        scan_tte_seconds_bucket{outcome="succeeded",le="300.0"} 2
        scan_tte_seconds_count{outcome="succeeded"} 2
        scan_phase_seconds_sum{phase="vex"} 0.1
        jvm_threads 7
        """;

    assertThat(Scraper.shown(metrics).lines())
        .containsExactly(
            "scan_tte_seconds_bucket{outcome=\"succeeded\",le=\"120.0\"} 2",
            "scan_tte_seconds_bucket{outcome=\"succeeded\",le=\"300.0\"} 2",
            "scan_tte_seconds_count{outcome=\"succeeded\"} 2",
            "scan_phase_seconds_sum{phase=\"vex\"} 0.1");
  }

  @Test
  void anEndpointThatNeverAnsweredIsAFault() throws Exception {
    Scraper scraper = new Scraper(URI.create("http://127.0.0.1:1/metrics"));

    scraper.look();

    assertThatThrownBy(scraper::lastSeen).isInstanceOf(DemoException.class);
  }
}
