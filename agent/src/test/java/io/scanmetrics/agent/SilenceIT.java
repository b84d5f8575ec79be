package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.RunQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A scan that is silent for long costs nothing meanwhile. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#last")
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class SilenceIT {
  private static final Duration PHASE = Duration.ofSeconds(30);

  /** Until a long phase and a sign of life have been told. */
  private static final Duration START = Duration.ofSeconds(7);

  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Once a second for signs of life, once for the rules file, and what else the JVM may want. */
  private static final int A_FEW_A_SECOND = 10;

  private final Jdk jdk;
  @TempDir private Path folder;

  SilenceIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @Test
  void theAgentsThreadSleepsWhileAPhaseRunsForLong() throws Exception {
    Path log = folder.resolve("silent.log");
    ForkedJvm.Running running =
        ForkedJvm.on(jdk)
            .withAgent("rules=" + ForkedJvm.rules("killed"))
            .start(
                Application.compile("killed"),
                "com.acme.killed.Main",
                log.toString(),
                "silent",
                "0",
                String.valueOf(PHASE.toMillis()));
    try {
      while (!Files.exists(log)) {
        Thread.sleep(10);
      }
      Thread.sleep(START.toMillis());
      long before = RunQueue.timesSlept(running.process(), "scan-metrics-agent");
      Thread.sleep(LOOK.toMillis());
      long after = RunQueue.timesSlept(running.process(), "scan-metrics-agent");

      assertThat(before).isPositive();
      assertThat(after - before).isLessThanOrEqualTo(A_FEW_A_SECOND * LOOK.toSeconds());
    } finally {
      running.process().destroyForcibly();
    }
  }
}
