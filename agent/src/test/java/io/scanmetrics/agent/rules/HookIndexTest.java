package io.scanmetrics.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookIndexTest {
  @TempDir private Path folder;
  private HookIndex index;

  @BeforeEach
  void read() {
    index =
        indexOf(
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
  }

  private HookIndex indexOf(String content) {
    RulesReading reading = new RulesFiles(folder).read(content);
    assertThat(reading.faults()).isEmpty();
    return new HookIndex(
        reading.rules().rules().stream().flatMap(rule -> rule.hooks().stream()).toList());
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
  }

  @Test
  void classesOfTheJdkAreMeantByTheirNamesOrPackages() {
    String rule = "version: 1\nphases:\n- {phase: ingest, method: read, class: %s}\n";
    String group = "{super_type: java.io.Reader, packages: [%s]}";

    assertThat(index.meansClassesOfTheJdk()).isFalse();
    assertThat(indexOf(rule.formatted("java.util.zip.ZipFile")).meansClassesOfTheJdk()).isTrue();
    assertThat(indexOf(rule.formatted("javaclient.Reader")).meansClassesOfTheJdk()).isFalse();
    assertThat(indexOf(rule.formatted(group.formatted("java"))).meansClassesOfTheJdk()).isTrue();
    assertThat(indexOf(rule.formatted(group.formatted("com"))).meansClassesOfTheJdk()).isFalse();
  }
}
