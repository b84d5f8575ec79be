package io.scanmetrics.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookIndexTest {
  @TempDir private Path folder;
  private HookIndex index;

  @BeforeEach
  void read() {
    RulesReading reading =
        new RulesFiles(folder)
            .read(
                """
                version: 1
                scans:
                  - {class: com.acme.Scanner, method: scan}
                phases:
                  - {phase: vex, class: {super_type: x.Y, packages: [com.acme]}, method: run}
                  - {phase: sign, class: com.acme.Scanner, method: sign}
                  - {phase: publish, class: {name_regex: '.*Publisher', packages: [com]}, method: run}
                  - phase: ingest
                    start: {class: com.acme.Queue, method: put}
                    end: {class: com.acme.Queue, method: take}
                """);
    assertThat(reading.faults()).isEmpty();
    List<Hook> hooks =
        reading.rules().rules().stream().flatMap(rule -> rule.hooks().stream()).toList();
    index = new HookIndex(hooks);
  }

  @Test
  void aClassThatNoRuleNamesHasNoCandidates() {
    assertThat(index.candidates("java/lang/String")).isEmpty();
    assertThat(index.candidates("com/acmeother/Scanner")).isEmpty();
    assertThat(index.candidates("Scanner")).isEmpty();
    assertThat(index.candidates("java/lang/String")).isSameAs(index.candidates("java/util/Map"));
  }

  @Test
  void candidatesAreInTheOrderOfTheRules() {
    assertThat(index.candidates("com/acme/Scanner")).containsExactly(0, 1, 2);
    assertThat(index.candidates("com/acme/Queue")).containsExactly(1, 4, 5);
    assertThat(index.candidates("com/acme/JarPublisher")).containsExactly(1, 3);
    assertThat(index.candidates("com/other/JarPublisher")).containsExactly(3);
    assertThat(index.candidates("com/other/Thing")).isEmpty();
    assertThat(index.hooks()).hasSize(6);
  }
}
