package io.scanmetrics.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.testing.RecordedLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpoolConfigTest {
  @Test
  void theUsualFolderFollowsTheXdgSpecification() {
    assertThat(SpoolConfig.usualFolder(Map.of("XDG_STATE_HOME", "/var/state"), "/home/me"))
        .isEqualTo("/var/state/scan-metrics/spool");
    assertThat(SpoolConfig.usualFolder(Map.of("XDG_STATE_HOME", "relative"), "/home/me"))
        .isEqualTo("/home/me/.local/state/scan-metrics/spool");
    assertThat(SpoolConfig.usualFolder(Map.of(), "/home/me"))
        .isEqualTo("/home/me/.local/state/scan-metrics/spool");
  }

  @Test
  void aUserWithoutAHomeIsToldToNameAFolder() {
    assertThat(SpoolConfig.usualFolder(Map.of(), "?")).isEmpty();
    assertThat(SpoolConfig.usualFolder(Map.of(), null)).isEmpty();
    RecordedLog log = new RecordedLog();
    Spool spool = Spool.in(new SpoolConfig(Path.of(""), Long.MAX_VALUE), log);

    spool.adopt(1);
    spool.lookAround();
    spool.write(List.of(Change.made("one", new byte[] {'\n'}, Mark.NONE)));

    assertThat(spool.epoch()).isEqualTo(Spool.OFF);
    assertThat(log.lines).hasSize(1);
    assertThat(log.lines.get(0)).contains("has no home folder", "scan.metrics.spool.dir");
  }
}
