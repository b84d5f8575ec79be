package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent may come to a JVM that has run for a while. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.scanmetrics.agent.testing.Jdk#all")
class AttachIT {
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
    jvm.tell("late");

    jvm.leave()
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
    jvm.tell("late");

    jvm.leave()
        .prints(0, "ready", "late: 4", "ended")
        .says(
            "\\[scan-metrics\\] attached twice; the first one goes on, this one does nothing",
            "\\[scan-metrics\\] INFO scan late .*");
  }

  @Test
  void brokenRulesAreToldAndLeaveTheApplicationAlone() throws Exception {
    ForkedJvm.Running jvm = started();
    attach(jvm, "rules=nowhere.yaml");
    jvm.tell("late");

    jvm.leave()
        .prints(0, "ready", "late: 4", "ended")
        .says(
            "\\[scan-metrics\\] ERROR nowhere.yaml: does not exist .*",
            "\\[scan-metrics\\] ERROR no rule is left to apply, so nothing is measured");
  }

  @Test
  void comingAgainSwitchesOnWhatWasSwitchedOff(@TempDir Path folder) throws Exception {
    Path off = Files.writeString(folder.resolve("off.yaml"), "version: 1\nenabled: false\n");
    ForkedJvm.Running jvm = started();
    attach(jvm, "rules=" + off);
    attach(jvm, "rules=" + rules("attached"));
    attach(jvm, "rules=" + rules("attached"));
    jvm.tell("late");

    jvm.leave()
        .prints(0, "ready", "late: 4", "ended")
        .says(
            "\\[scan-metrics\\] INFO switched off by 'enabled: false' in the rules",
            "\\[scan-metrics\\] INFO the rules have changed: 2 in force; 3 classes woven anew,"
                + " 0 restored",
            "\\[scan-metrics\\] attached twice; the first one goes on, this one does nothing",
            "\\[scan-metrics\\] INFO scan late .* analyze .*");
  }

  private ForkedJvm.Running started() throws Exception {
    ForkedJvm.Running jvm =
        ForkedJvm.on(jdk)
            .option("-XX:+EnableDynamicAgentLoading")
            .start(application, "com.acme.attached.Main");
    jvm.awaitPrinted("ready");
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

  private static String rules(String name) {
    return ForkedJvm.rules(name).toAbsolutePath().toString();
  }
}
