package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent may come to a JVM that has run for a while. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class AttachIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Jdk jdk;
  private final Application application = Application.compile("attached");

  AttachIT(Jdk jdk) {
    this.jdk = jdk;
  }

  @Test
  void classesThatWereThereBeforeItAreMeasuredFromThenOn() throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ForkedJvm.Running jvm = started();
    attach(jvm, "rules=" + rules("attached") + ",jdbc.url=" + database.jdbcUrl() + ",tenant.id=a");
    say(jvm, "late\n");

    jvm.await()
        .prints(0, "ready", "late: 4", "ended")
        .says("\\[scan-metrics\\] INFO scan late .* analyze .*");
    assertThat(
            database.rows(
                "SELECT attributes->>'scan.id', outcome, phase_metrics->>'analyzed'"
                    + " FROM scanner.scan_metrics JOIN scanner.execution_phases USING (metrics_id)"
                    + " ORDER BY phase_order"))
        .containsExactly(List.of("late", "succeeded", "4"), List.of("late", "succeeded", "0"));
  }

  @Test
  void comingTwiceChangesNothing() throws Exception {
    ForkedJvm.Running jvm = started();
    attach(jvm, "rules=" + rules("attached"));
    attach(jvm, "rules=" + rules("attached"));
    say(jvm, "late\n");

    jvm.await()
        .prints(0, "ready", "late: 4", "ended")
        .says(
            "\\[scan-metrics\\] attached twice; the first one goes on, this one does nothing",
            "\\[scan-metrics\\] INFO scan late .*");
  }

  @Test
  void brokenRulesAreToldAndLeaveTheApplicationAlone() throws Exception {
    ForkedJvm.Running jvm = started();
    attach(jvm, "rules=nowhere.yaml");
    say(jvm, "late\n");

    jvm.await()
        .prints(0, "ready", "late: 4", "ended")
        .says(
            "\\[scan-metrics\\] ERROR nowhere.yaml: does not exist .*",
            "\\[scan-metrics\\] ERROR no rule is left to apply, so nothing is measured");
  }

  private ForkedJvm.Running started() throws Exception {
    ForkedJvm.Running jvm =
        ForkedJvm.on(jdk)
            .option("-XX:+EnableDynamicAgentLoading")
            .start(application, "com.acme.attached.Main");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(jvm.out()).contains("ready")) {
      assertThat(jvm.process().isAlive() && System.nanoTime() < deadline)
          .as(Files.readString(jvm.err()))
          .isTrue();
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return jvm;
  }

  private static void attach(ForkedJvm.Running jvm, String argument) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(jvm.process().pid()));
    try {
      machine.loadAgent(ForkedJvm.agentJar().toString(), argument);
    } finally {
      machine.detach();
    }
  }

  private static void say(ForkedJvm.Running jvm, String lines) throws Exception {
    try (OutputStream input = jvm.process().getOutputStream()) {
      input.write(lines.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String rules(String name) {
    return ForkedJvm.rules(name).toAbsolutePath().toString();
  }
}
