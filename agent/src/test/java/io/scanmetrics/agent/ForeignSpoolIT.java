package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.agent.testing.SteadyScanner;
import io.scanmetrics.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder for scans that the scanner's user may not use. */
@Timeout(180)
class ForeignSpoolIT {
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final String[] AS_NOBODY = {
    SETPRIV.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"
  };

  @Test
  void aFolderOfAnotherUserCostsOneLineAndNoScan(@TempDir Path roots) throws Exception {
    boolean root = "root".equals(ProcessHandle.current().info().user().orElse(""));
    assumeTrue(root && Files.isExecutable(SETPRIV), "only root may run a JVM as somebody else");
    assumeTrue(nobodyMayRead(ForkedJvm.agentJar()), "somebody else may not read what was built");
    TestDatabase database = ScannerDatabase.create();
    ForkedJvm nobody =
        ForkedJvm.on(Jdk.current()).option(SteadyScanner.QUIET).launchedBy(AS_NOBODY);
    try (SteadyScanner scanner = SteadyScanner.start(nobody, "a", database.jdbcUrl(), roots)) {
      scanner.scan(10);
      scanner.end();

      assertThat(scanner.stderr())
          .singleElement()
          .asString()
          .startsWith("[scan-metrics] WARN Scans cannot be kept on disk in " + roots)
          .contains("denied");
    }

    assertThat(
            database.rows(
                "SELECT count(*), (SELECT count(*) FROM scanner.execution_phases)"
                    + " FROM scanner.scan_metrics WHERE outcome = 'succeeded'"))
        .containsExactly(List.of(10L, 30L));
    assertThat(roots).isEmptyDirectory();
  }

  private static boolean nobodyMayRead(Path file) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(AS_NOBODY));
    command.addAll(List.of("test", "-r", file.toString()));
    return new ProcessBuilder(command).start().waitFor() == 0;
  }
}
