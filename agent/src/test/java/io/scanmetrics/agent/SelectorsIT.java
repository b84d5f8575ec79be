package io.scanmetrics.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.ForkedJvm;
import io.scanmetrics.agent.testing.Jdk;
import io.scanmetrics.agent.testing.PhaseCounts;
import io.scanmetrics.agent.testing.ScannerDatabase;
import io.scanmetrics.testing.TestDatabase;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which calls each kind of selector means. */
class SelectorsIT {
  private static final String MAIN = "com.acme.selectors.Main";

  /** By the names of the phases in {@code selectors.yaml}; one that is not here never runs. */
  private static final Map<String, Long> EXPECTED = new TreeMap<>();

  static {
    EXPECTED.put("default-of-the-interface", 2L);
    EXPECTED.put("private-in-the-interface", 2L);
    EXPECTED.put("static-in-the-interface", 1L);
    EXPECTED.put("implemented", 2L);
    // An override that calls what it overrides is one execution.
    EXPECTED.put("default-overridden", 2L);
    EXPECTED.put("accessor-of-a-record", 1L);
    EXPECTED.put("in-the-abstract-class", 1L);
    EXPECTED.put("generic", 1L);
    EXPECTED.put("another-return-type", 2L);
    EXPECTED.put("generic-of-the-jdk", 1L);
    EXPECTED.put("inner", 1L);
    EXPECTED.put("innermost", 1L);
    EXPECTED.put("local", 1L);
    EXPECTED.put("anonymous", 1L);
    EXPECTED.put("constant", 2L);
    EXPECTED.put("private-of-a-record", 1L);
    EXPECTED.put("reflected", 1L);
    EXPECTED.put("none", 1L);
    EXPECTED.put("primitive", 1L);
    EXPECTED.put("arrays", 1L);
    EXPECTED.put("varargs", 1L);
    EXPECTED.put("erased", 1L);
    EXPECTED.put("nested-type", 1L);
    EXPECTED.put("all-overloads", 6L);
    EXPECTED.put("annotated-class", 1L);
    EXPECTED.put("annotated-method", 1L);
    EXPECTED.put("annotated-in-the-class-file", 1L);
    EXPECTED.put("sub-package", 1L);
    EXPECTED.put("excluded-class", 1L);
    EXPECTED.put("excluded-method-of-a-class", 1L);
    EXPECTED.put("loaded-before", 1L);
    EXPECTED.put("loaded-later", 1L);
    EXPECTED.put("group-of-the-jdk", 1L);
    EXPECTED.put("named-module", 1L);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.scanmetrics.agent.testing.Jdk#all")
  void everySelectorMeansWhatItSays(Jdk jdk) throws Exception {
    Application selectors = Application.compile("selectors");
    TestDatabase database = ScannerDatabase.create();
    ForkedJvm.Result without = ForkedJvm.on(jdk).run(selectors, MAIN).says();

    ForkedJvm.on(jdk)
        .withRules("selectors")
        .storingIn(database)
        .run(selectors, MAIN)
        .prints(0, without.stdout().strip())
        .says(
            "\\[scan-metrics\\] INFO .*tenant.*",
            "\\[scan-metrics\\] WARN phase abstract-in-the-interface: .* matched nothing: .* abstract.*",
            "\\[scan-metrics\\] INFO scan nightly .*");

    assertThat(PhaseCounts.in(database)).containsExactlyInAnyOrderEntriesOf(EXPECTED);
  }
}
