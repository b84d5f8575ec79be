package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.OtherLanguage;
import io.scanmetrics.agent.testing.PhaseCounts;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What methods of Kotlin and Scala are called in a rules file, and that each call counts once. */
class LanguagesIT {
  private static Application kotlin;
  private static Application scala;

  @BeforeAll
  static void compile() throws Exception {
    kotlin = OtherLanguage.KOTLIN.compile();
    scala = OtherLanguage.SCALA.compile();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.scanmetrics.agent.testing.Jdk#last")
  void kotlin(Jdk jdk) throws Exception {
    Map<String, Long> expected = new LinkedHashMap<>();
    expected.put("generic", 3L);
    expected.put("default-method", 2L);
    expected.put("protected", 2L);
    expected.put("default-arguments", 2L);
    expected.put("internal", 1L);
    expected.put("private", 1L);
    expected.put("words", 1L);
    expected.put("property", 1L);
    expected.put("companion", 1L);
    expected.put("object", 1L);
    expected.put("extension", 1L);
    expected.put("top-level", 1L);
    // One for each stretch between two suspensions.
    expected.put("suspending", 2L);
    // Its code stands where it is called.
    expected.put("inline", 0L);

    assertThat(executions(jdk, kotlin, "kotlin", "com.acme.kotlin.MainKt", "39"))
        .containsExactlyInAnyOrderEntriesOf(withoutZeros(expected));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.scanmetrics.agent.testing.Jdk#last")
  void scala(Jdk jdk) throws Exception {
    Map<String, Long> expected = new LinkedHashMap<>();
    expected.put("trait", 3L);
    expected.put("concrete-in-trait", 1L);
    expected.put("operator", 1L);
    expected.put("private", 1L);
    expected.put("inside-a-method", 1L);
    expected.put("curried", 1L);
    expected.put("lazy", 1L);
    expected.put("specialised", 1L);

    assertThat(executions(jdk, scala, "scala", "com.acme.scala.Main", "33"))
        .containsExactlyInAnyOrderEntriesOf(expected);
  }

  private static Map<String, Long> withoutZeros(Map<String, Long> counts) {
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  /** How many of each phase, by the names in the rules file. */
  private static Map<String, Long> executions(
      Jdk jdk, Application application, String rules, String main, String output) throws Exception {
    TestDatabase database = ScannerDatabase.create();
    ForkedJvm.on(jdk)
        .withRules(rules)
        .storingIn(database)
        .run(application, main)
        .prints(0, output)
        .says("\\[scan-metrics\\] INFO .*tenant.*", "\\[scan-metrics\\] INFO scan nightly .*");
    return PhaseCounts.in(database);
  }
}
