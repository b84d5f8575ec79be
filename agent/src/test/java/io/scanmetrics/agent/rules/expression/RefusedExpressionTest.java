package io.scanmetrics.agent.rules.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an expression may not say: found when it is read from the file, with its place. */
class RefusedExpressionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        // names
        "parm0.id                             | 0  | did you mean 'param0'?",
        "retrunValue.ok                       | 0  | did you mean 'returnValue'?",
        "oci_image                            | 0  | a text constant stands in quotes",
        "param                                | 0  | unknown name 'param'",
        "param00                              | 0  | unknown name 'param00'",
        "param999                             | 0  | unknown name 'param999'",
        "param0 == System                     | 10 | unknown name 'System'",
        "System.exit(1)                       | 0  | unknown name 'System'",
        "java.lang.System.exit(1)             | 0  | unknown name 'java'",
        "context                              | 0  | unknown name 'context'",
        // classes
        "this.getClass()                      | 5  | classes are not read",
        "this.class.name                      | 5  | classes are not read",
        "''.getClass().forName('x')           | 3  | classes are not read",
        "param0.getClass().classLoader        | 7  | classes are not read",
        "1 + param0.getClass()                | 11 | classes are not read",
        // calls that act
        "returnValue.close()                  | 12 | 'close()' is refused",
        "this.delete()                        | 5  | 'delete()' is refused",
        "param0.iterator().next()             | 7  | 'iterator()' is refused",
        "param0.getAndIncrement()             | 7  | 'getAndIncrement()' is refused",
        "this.notifyAll()                     | 5  | 'notifyAll()' is refused",
        "this.wait() + 1                      | 5  | 'wait()' is refused",
        "this.hashCode()                      | 5  | 'hashCode()' is refused",
        "param0.put('a', 1)                   | 7  | 'put(…)' is refused",
        "param0.wait(1)                       | 7  | 'wait(…)' is refused",
        "param0.setName('x')                  | 7  | 'setName(…)' is refused",
        "param0.add(param1)                   | 7  | 'add(…)' is refused",
        "param0.forName('x')                  | 7  | 'forName(…)' is refused",
        "param0.substring(1, 2, 3)            | 7  | 'substring' does not take 3 arguments",
        "exit(1)                              | 0  | unknown name 'exit'",
        "Math.random()                        | 0  | of Math there are",
        "Math                                 | 0  | unknown name 'Math'",
        // what acts
        "param0.id = 1                        | 10 | an assignment is refused",
        "param0 = 1                           | 7  | an assignment is refused",
        "param0[this = 1]                     | 12 | an assignment is refused",
        "param0.id += 1                       | 10 | an assignment is refused",
        "param0.id++                          | 9  | an assignment is refused",
        "--param0.id                          | 0  | an assignment is refused",
        "new('java.lang.String')              | 0  | making an object is refused",
        "new java.lang.String('x')            | 0  | making an object is refused",
        "var x = 1                            | 0  | 'var' is refused",
        "if (true) 1                          | 0  | 'if' is refused",
        "while (true) {}                      | 0  | 'while' is refused",
        "for (var x : param0) x               | 0  | 'for' is refused",
        "return 1                             | 0  | 'return' is refused",
        "param0.x; param0.y                   | 8  | a second statement is refused",
        "() -> 1                              | 1  | not understood",
        "this -> 1                            | 5  | a function is refused",
        "function(x) { x }                    | 0  | 'function' is refused",
        "{ 'a': 1 }                           | 0  | a block is refused",
        "[1, 2]                               | 0  | a list is refused",
        "`${param0}`                          | 0  | a template is refused",
        // what other languages have
        "1 .. 1000000                         | 3  | not understood",
        "~/a+/                                | 0  | not understood",
        "param0 =^ 'x'                        | 7  | refused",
        "param0 ?? 1                          | 7  | write '?:'",
        "param0?.id                           | 6  | a plain '.' will do",
        "param0 === 1                         | 7  | write '=='",
        "param0 and true                      | 7  | write '&&'",
        "param0 eq 1                          | 7  | write '=='",
        "param0 & 1                           | 7  | write '&&'",
        "param0 !~ 'x'                        | 7  | write !(",
        "not param0                           | 0  | unknown name 'not'",
        "param0 instanceof java.lang.String   | 7  | 'instanceof' is not understood here",
        "param0 << 1                          | 8  | not understood",
        "ns:f(1)                              | 0  | unknown name 'ns'",
        "empty(param0)                        | 0  | unknown name 'empty'",
        "#pragma jexl.options '+silent'       | 0  | not understood",
        "@silent param0                       | 0  | not understood",
        "0x1F                                 | 1  | not understood",
        "1B                                   | 1  | not understood",
        // texts that are no expression
        "param0.                              | 6  | ends too early",
        "param0..id                           | 7  | not understood",
        "param0.id)                           | 9  | not understood",
        "(param0.id                           | 9  | ends too early",
        "param0[0                             | 7  | ends too early",
        "this.contains('a'                    | 16 | ends too early",
        "param0 &&                            | 8  | ends too early",
        "true ? 1                             | 7  | ends too early",
        "'open                                | 0  | no closing quote",
        "'open\\                              | 0  | no closing quote",
        "param0 == 1 == 1                     | 12 | an assignment is refused",
        "param0 'x'                           | 7  | not understood",
        "null                                 | 0  | null is no value",
        "99999999999999999999999              | 0  | the number is too large",
        "1e999                                | 0  | the number is too large",
        // regular expressions
        "param0 =~ '['                        | 10 | bad regular expression",
        "param0 =~ param1                     | 10 | must be a constant text",
        "param0.split('(')                    | 7  | bad regular expression",
      })
  void isRefusedWithReasonAndPlace(String text, int offset, String reason) {
    RefusedExpression refused = refused(text);

    assertThat(refused).hasMessageContaining(reason);
    assertThat(refused.offset())
        .as("offset in %s: %s", text, refused.getMessage())
        .isEqualTo(offset);
  }

  @Test
  void thatIsEmptyIsRefused() {
    assertThat(refused("")).hasMessageContaining("no expression");
    assertThat(refused("   ")).hasMessageContaining("no expression");
  }

  @Test
  void thatIsTooLongIsRefused() {
    assertThat(refused("'" + "x".repeat(5000) + "'")).hasMessageContaining("longer than");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"( | )", "! | ''", "- | ''", "Math.abs( | )", "true ? | : 1", "param0[ | ]"})
  void thatIsNestedDeeplyNeverOverflowsTheStackOfTheReader(String open, String close) {
    int depth = (Expressions.MAX_LENGTH - 1) / (open.length() + close.length() + 2);
    String text = (open + " ").repeat(depth) + "1" + (" " + close).repeat(depth);

    assertThatCode(
            () -> {
              try {
                TestCall.of().read(TestCall.EXPRESSIONS.compile(text));
              } catch (RefusedExpression e) {
                assertThat(e).hasMessageNotContaining("null");
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void anyTextIsReadOrRefusedAtAPlaceWithinIt() {
    String[] parts = {
      "param0",
      "this",
      ".id",
      ".size()",
      "[",
      "]",
      "(",
      ")",
      "'a'",
      "\"b\"",
      "'",
      "\\",
      "1",
      "1.5",
      "e9",
      "L",
      ".",
      ",",
      "?",
      ":",
      "?:",
      "&&",
      "||",
      "!",
      "==",
      "!=",
      "<",
      ">=",
      "=~",
      "+",
      "-",
      "*",
      "/",
      "%",
      " ",
      "\n",
      "true",
      "null",
      "Math.max(",
      "size(",
      ".split('a')",
      "new",
      "=",
      "->",
      "ü",
      "€"
    };
    Random random = new Random(20261123);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = 1 + random.nextInt(8); length > 0; length--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      try {
        TestCall.of("x", 1).read(TestCall.EXPRESSIONS.compile(text.toString()));
        read++;
      } catch (RefusedExpression e) {
        assertThat(e.offset()).as(text.toString()).isBetween(0, text.length());
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }

  static RefusedExpression refused(String text) {
    RefusedExpression refused =
        catchThrowableOfType(RefusedExpression.class, () -> TestCall.EXPRESSIONS.compile(text));
    assertThat(refused).as(text).isNotNull();
    return refused;
  }
}
