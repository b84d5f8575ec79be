package com.example.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void nullIsBlank() {
    assertThat(Table.text(null)).isEmpty();
  }

  @Test
  void longFractionsAreRounded() {
    assertThat(Table.text(new BigDecimal("12.3333333333333333"))).isEqualTo("12.33");
    assertThat(Table.text(1234.5)).isEqualTo("1234.50");
    assertThat(Table.text(new BigDecimal("0.875"))).isEqualTo("0.875");
    assertThat(Table.text(7)).isEqualTo("7");
    assertThat(Table.text(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
  }

  @Test
  void uuidsAreCut() {
    assertThat(Table.text(UUID.fromString("7c9e2a04-0000-4000-8000-000000000000")))
        .isEqualTo("7c9e2a04");
  }

  @Test
  void timesAreInUtc() {
    assertThat(Table.text(Timestamp.from(Instant.parse("2026-11-23T03:00:00Z"))))
        .isEqualTo("2026-11-23 03:00:00");
  }

  @Test
  void longNamesAreBrokenAfterUnderscores() {
    assertThat(Table.broken("tte_ms")).isEqualTo("tte_ms");
    assertThat(Table.broken("slo_p50_compliance_percent"))
        .isEqualTo("slo_p50_\ncompliance_\npercent");
  }
}
