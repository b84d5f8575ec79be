package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import org.junit.jupiter.api.Test;

/** Wrong options and rules are told to the user; the application runs as ever. */
class OptionsIT {
  private static final String SUMMARY = "\\[scan-metrics\\] INFO scan nightly .*";

  private final Application application = Application.compile("host");

  @Test
  void withoutRulesOneLineSaysHowToNameThem() throws Exception {
    run(agent(""))
        .says(
            "\\[scan-metrics\\] WARN no rules file is given, so nothing is measured;"
                + " name one with -Dscan.metrics.rules=FILE");
  }

  @Test
  void rulesThatDoNotExistAreLookedForInAPlaceThatIsNamed() throws Exception {
    run(agent("rules=missing.yaml"))
        .says(
            "\\[scan-metrics\\] ERROR missing.yaml: .*looked for /.*/missing.yaml.*",
            "\\[scan-metrics\\] ERROR no rule is left to apply, so nothing is measured");
  }

  @Test
  void aFaultyRuleIsSkippedAndTheOthersApply() throws Exception {
    ForkedJvm.Result result =
        run(agent("rules=" + ForkedJvm.rules("faulty")))
            .says(
                "\\[scan-metrics\\] ERROR .*faulty.yaml:10:5: .*methd.*did you mean 'method'.*",
                "\\[scan-metrics\\] ERROR .*faulty.yaml:15:.*System.*",
                "\\[scan-metrics\\] INFO scan nightly \\S+ m?s: publish .*");
    assertThat(result.stderr()).doesNotContain("analyze", "ingest \\d");
  }

  @Test
  void aFaultyRuleTurnsAStrictAgentOff() throws Exception {
    run(agent("rules=" + ForkedJvm.rules("faulty") + ",rules.strict=true"))
        .says(
            "\\[scan-metrics\\] ERROR .*faulty.yaml:10:5: .*",
            "\\[scan-metrics\\] ERROR .*faulty.yaml:15:.*",
            "\\[scan-metrics\\] ERROR the agent is off.*scan.metrics.rules.strict=true.*");
  }

  @Test
  void aDisabledAgentSaysNothing() throws Exception {
    run(agent("enabled=false")).says();
    run(agent("").environment("SCAN_METRICS_ENABLED", "false")).says();
    run(agent("rules=missing.yaml").option("-Dotel.sdk.disabled=true")).says();
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheNearest() throws Exception {
    run(agent("ruls=" + ForkedJvm.rules("host")))
        .says(
            "\\[scan-metrics\\] WARN agent argument 'ruls' is unknown; did you mean rules\\?",
            "\\[scan-metrics\\] WARN no rules file .*");
  }

  @Test
  void anInvalidValueGivesWayToTheDefault() throws Exception {
    run(agent("rules=" + ForkedJvm.rules("host")).option("-Dscan.metrics.schema=validat"))
        .says("\\[scan-metrics\\] WARN .*scan.metrics.schema.*validate.*", SUMMARY);
  }

  @Test
  void aPasswordAsArgumentIsRefusedAndNeverPrinted() throws Exception {
    ForkedJvm.Result result =
        run(agent("rules=" + ForkedJvm.rules("host") + ",jdbc.password=hunter2"))
            .says(
                "\\[scan-metrics\\] WARN a password is not taken from the agent argument.*",
                SUMMARY);
    assertThat(result.stderr()).doesNotContain("hunter2");
  }

  @Test
  void theLogLevelHoldsForEveryLine() throws Exception {
    run(agent("rules=" + ForkedJvm.rules("host") + ",log.level=warn")).says();
    run(agent("log.level=off")).says();
  }

  private ForkedJvm agent(String argument) {
    return ForkedJvm.on(Jdk.current()).withAgent(argument);
  }

  private ForkedJvm.Result run(ForkedJvm jvm) throws Exception {
    return jvm.run(application, "com.acme.host.OwnStreams").prints(0, "caught: 0");
  }
}
