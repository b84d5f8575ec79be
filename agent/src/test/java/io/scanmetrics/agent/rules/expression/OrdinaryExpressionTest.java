package io.scanmetrics.agent.rules.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for ordinary means the same when it is taken apart. */
class OrdinaryExpressionTest {
  private static final String[] PARTS = {
    "this",
    "param0",
    "param254",
    "param255",
    "param00",
    "param",
    "returnValue",
    "error",
    "scan",
    "Math",
    "size",
    "true",
    "null",
    ".",
    ".",
    ".",
    "()",
    "()",
    "(",
    ")",
    "id",
    "get",
    "getClass",
    "class",
    "close",
    "setX",
    "getAndSet",
    "findings",
    "_x1",
    "1",
    "9x",
    "'",
    "'",
    "\\",
    "\"",
    " ",
    "[0]",
    "['scan.id']",
    "+",
    "==",
    "?:",
    "ä",
    ""
  };

  private final Expressions expressions = new Expressions(ModuleOpener.NONE);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "param0.id, " + Expression.USES_ARGUMENTS,
        "param12, " + Expression.USES_ARGUMENTS,
        "this.name, " + Expression.USES_THIS,
        "returnValue.findings.size(), " + Expression.USES_RETURN_VALUE,
        "error.getMessage(), " + Expression.USES_ERROR,
        "scan.id, " + Expression.USES_SCAN,
        "'oci_image', 0",
        "'', 0",
      })
  void pathsAndConstantsAreOrdinary(String text, int uses) {
    assertThat(OrdinaryExpression.uses(text)).isEqualTo(uses);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'",
        "'it''s'",
        "'a\\n'",
        "paramX",
        "param0.",
        "param0..id",
        "param0.1",
        "param0.close()",
        "param0.getClass()",
        "param0.class",
        "param0.get('x')",
        "param0 .id",
        "param0['id']",
        "param0.a == 1",
        "id",
        "true",
        "1",
      })
  void everythingElseIsTakenApart(String text) {
    assertThat(OrdinaryExpression.uses(text)).isEqualTo(-1);
  }

  @Test
  void whatIsOrdinaryIsUnderstoodAlikeWhenItIsTakenApart() throws RefusedExpression {
    Random random = new Random(20250801);
    int ordinary = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int parts = 1 + random.nextInt(6); parts > 0; parts--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      int uses = OrdinaryExpression.uses(text.toString());
      if (uses >= 0) {
        ordinary++;
        assertThat(expressions.parse(text.toString()).uses()).as(text.toString()).isEqualTo(uses);
      }
    }
    assertThat(ordinary).isGreaterThan(1_000);
  }
}
