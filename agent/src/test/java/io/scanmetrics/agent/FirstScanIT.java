package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first scan is measured as any other, because another one was rehearsed. */
class FirstScanIT {
  /** One that fails when it is linked, as there is too little memory, fails ever after. */
  @ParameterizedTest
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void needsNoLambdaThatIsNotLinked(Jdk jdk) throws Exception {
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .withRules("endings")
            .option("-Xlog:class+load")
            .run(Application.compile("endings"), "com.acme.endings.Main", "late");

    String stdout = result.stdout();
    int begins = stdout.indexOf("scan begins");
    assertThat(result.stderr()).contains("scan nightly");
    assertThat(stdout.substring(0, begins).lines()).anyMatch(FirstScanIT::isLambdaOfOurs);
    assertThat(stdout.substring(begins, stdout.indexOf("scan is over")).lines())
        .noneMatch(FirstScanIT::isLambdaOfOurs);
  }

  private static boolean isLambdaOfOurs(String line) {
    return line.contains("io.scanmetrics.") && line.contains("$$Lambda");
  }
}
