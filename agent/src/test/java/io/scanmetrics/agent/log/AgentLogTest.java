package io.scanmetrics.agent.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.scanmetrics.agent.log.AgentLog.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentLogTest {
  private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong(-5);

  private AgentLog log(Level level) {
    return AgentLog.to(sink, level, nanos::get);
  }

  private String written() {
    return sink.toString(StandardCharsets.UTF_8);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aLineNamesTheProgramAndTheLevel() {
    log(Level.INFO).info("scan 7c9e… 8.2 s");

    assertThat(written()).isEqualTo("[scan-metrics] INFO scan 7c9e… 8.2 s\n");
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheLevelsAskedForAreWritten(Level level) {
    AgentLog log = log(level);
    log.error("m");
    log.warn("m");
    log.info("m");
    log.debug("m");

    List<String> expected =
        switch (level) {
          case OFF -> List.of();
          case ERROR -> List.of("ERROR");
          case WARN -> List.of("ERROR", "WARN");
          case INFO -> List.of("ERROR", "WARN", "INFO");
          case DEBUG -> List.of("ERROR", "WARN", "INFO", "DEBUG");
        };
    assertThat(written().lines().map(line -> line.split(" ", -1)[1]))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void aMessageIsOneLineWhateverIsInIt() {
    log(Level.INFO).warn("first\r\n\tsecond \u001b[31mred\u0000\n");

    assertThat(written()).isEqualTo("[scan-metrics] WARN first second [31mred\n");
  }

  @Test
  void aMessageHasAnEnd() {
    log(Level.INFO).warn("x".repeat(1_000_000));

    assertThat(written()).hasSizeLessThan(10_000);
  }

  @Test
  void aPasswordInAMessageIsHidden() {
    log(Level.INFO)
        .warn("no", new IllegalStateException("jdbc:postgresql://u:geheim@db?password=geheim"));

    assertThat(written()).doesNotContain("geheim").contains("jdbc:postgresql://u:***@db");
  }

  @Test
  void anErrorIsNamedInTheSameLineWithWhatCausedIt() {
    log(Level.INFO)
        .warn(
            "cannot write",
            new IllegalStateException(
                "no connection", new IOException("refused", new IOException("refused"))));

    assertThat(written())
        .isEqualTo(
            "[scan-metrics] WARN cannot write: IllegalStateException: no connection, caused by"
                + " IOException: refused\n");
  }

  @Test
  void anErrorThatCausesItselfIsNoTrap() {
    Exception a = new Exception("a");
    a.initCause(new Exception("b", a));

    log(Level.INFO).warn("cannot", a);

    assertThat(written()).hasLineCount(1);
  }

  @Test
  void whereAnErrorComesFromIsShownToThoseWhoDebug() {
    log(Level.DEBUG).error("cannot", new IllegalStateException());

    assertThat(written().lines().toList())
        .startsWith("[scan-metrics] ERROR cannot: IllegalStateException")
        .allMatch(line -> line.startsWith("[scan-metrics] "))
        .anyMatch(line -> line.contains("at " + AgentLogTest.class.getName()));
  }

  @Test
  void aLineIsOneWrite() {
    List<Integer> writes = new ArrayList<>();
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            writes.add(1);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            writes.add(length);
          }
        };
    AgentLog.to(counting, Level.INFO, nanos::get).info("abc");

    assertThat(writes).containsExactly("[scan-metrics] INFO abc\n".length());
  }

  @Test
  void aSinkThatFailsIsNobodysProblem() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("closed");
          }
        };
    AgentLog log = AgentLog.to(closed, Level.INFO, nanos::get);

    assertThatCode(
            () -> {
              log.error("m", new IllegalStateException("x"));
              log.warnThrottled("kind", "m", null);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void anErrorWhoseMessageThrowsIsNobodysProblem() {
    Exception hostile =
        new Exception() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("hostile");
          }
        };

    assertThatCode(() -> log(Level.INFO).error("m", hostile)).doesNotThrowAnyException();
  }

  @Test
  void aRepeatedWarningIsWrittenAtOnceAndThenOnceAMinuteWithItsCount() {
    AgentLog log = log(Level.INFO);
    for (int i = 0; i < 10; i++) {
      log.warnThrottled("database", "database is down", null);
      pass(Duration.ofSeconds(10));
    }

    assertThat(written().lines())
        .containsExactly(
            "[scan-metrics] WARN database is down",
            "[scan-metrics] WARN database is down (5 more like this since the last line)");
  }

  @Test
  void warningsOfDifferentKindsDoNotHideEachOther() {
    AgentLog log = log(Level.INFO);
    log.warnThrottled("database", "database is down", null);
    log.warnThrottled("spool", "spool is full", null);

    assertThat(written()).hasLineCount(2);
  }
}
