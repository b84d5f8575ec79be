package io.scanmetrics.agent.rules.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.testing.Application;
import io.scanmetrics.agent.testing.RulesReference;
import io.scanmetrics.agent.testing.RulesReference.Reading;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of expressions in RULES.md, on objects of the scanner that its examples are about. */
class ExpressionReferenceTest {
  private static URLClassLoader scanner;
  private static TestCall call;

  @BeforeAll
  static void makeTheCallThatTheTableIsAbout() throws Exception {
    URL classes = Application.compile("reference").classes().toUri().toURL();
    scanner = new URLClassLoader(new URL[] {classes});
    Object analyzer =
        scanner.loadClass("com.acme.Scanner$JarAnalyzer").getConstructor().newInstance();
    Class<?> type = scanner.loadClass("com.acme.Scanner$Request");
    Object request =
        type.getConstructor(String.class, String.class, String.class)
            .newInstance("nightly", "acme", "sha256:ab12");
    Object report = analyzer.getClass().getMethod("analyze", type).invoke(analyzer, request);
    call =
        TestCall.of(request, 7, "oci:alpine:3.19", null, Map.of("high", 1), new int[] {1, 2, 3})
            .on(analyzer)
            .returning(report)
            .throwing(new IOException("out of space"))
            .inScan(Map.of("scan.id", "nightly"));
  }

  @AfterAll
  static void close() throws Exception {
    scanner.close();
  }

  static List<Reading> values() {
    return RulesReference.readings("| expression | value |");
  }

  static List<Reading> refusals() {
    return RulesReference.readings("| expression | why |");
  }

  @ParameterizedTest
  @MethodSource("values")
  void isReadAsItsTableSays(Reading reading) {
    assertThat(String.valueOf(call.read(reading.expression()))).isEqualTo(reading.result());
    assertThat(call.errors()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefusedAsItsTableSays(Reading reading) {
    assertThat(RefusedExpressionTest.refused(reading.expression()))
        .hasMessageContaining(reading.result());
  }

  @Test
  void everyFunctionIsInTheTable() {
    List<String> shown = values().stream().map(Reading::expression).toList();

    for (FunctionCall.Function function : FunctionCall.Function.values()) {
      assertThat(shown).anyMatch(each -> each.contains("." + function.text + "("));
    }
    for (MathCall.Function function : MathCall.Function.values()) {
      assertThat(shown).anyMatch(each -> each.contains("Math." + function.text + "("));
    }
  }
}
