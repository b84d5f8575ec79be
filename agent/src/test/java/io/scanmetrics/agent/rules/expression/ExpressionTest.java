package io.scanmetrics.agent.rules.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an expression may say, and what comes of it. */
class ExpressionTest {

  record Artifact(String digest, @Nullable String name) {}

  record Finding(String id, int severity) {}

  record Report(List<Finding> findings, boolean ok, Map<String, Long> counts) {}

  private static final Artifact ARTIFACT = new Artifact("sha256:ab12", null);
  private static final Report REPORT =
      new Report(
          List.of(new Finding("CVE-1", 9), new Finding("CVE-2", 4)), true, Map.of("high", 1L));

  private final TestCall call =
      TestCall.of(ARTIFACT, 7, "oci:alpine:3.19", null, new int[] {1, 2, 3}, 2.5)
          .on(TimeUnit.DAYS)
          .returning(REPORT)
          .inScan(Map.of("scan.id", "nightly"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '\0',
      value = {
        "'oci_image'                             → oci_image",
        "\"it's\"                                → it's",
        "''                                      →",
        "'a\\'b\\\\c'                            → a'b\\c",
        "42                                      → 42",
        "-42                                     → -42",
        "2.5                                     → 2.5",
        "true                                    → true",
        "param0.digest                           → sha256:ab12",
        "param0.digest()                         → sha256:ab12",
        "param1                                  → 7",
        "this                                    → DAYS",
        "this.name                               → DAYS",
        "this.ordinal()                          → 6",
        "returnValue.findings.size()             → 2",
        "returnValue.findings().size()           → 2",
        "returnValue.findings.size               → 2",
        "returnValue.findings.length             → 2",
        "size(returnValue.findings)              → 2",
        "returnValue.findings[1].id              → CVE-2",
        "returnValue.findings.get(1).id          → CVE-2",
        "returnValue.findings[param1 - 6].id     → CVE-2",
        "returnValue.counts['high']              → 1",
        "returnValue.counts.high                 → 1",
        "returnValue.counts.get('high')          → 1",
        "returnValue.counts.size()               → 1",
        "scan['scan.id']                         → nightly",
        "param4.length                           → 3",
        "param4[2]                               → 3",
        "param1 + 1                              → 8",
        "param1 - 1                              → 6",
        "param1 * 2                              → 14",
        "param1 / 2                              → 3",
        "param1 / 2.0                            → 3.5",
        "param1 % 4                              → 3",
        "-param1                                 → -7",
        "(param1 + 1) * 2                        → 16",
        "param5 + 1                              → 3.5",
        "param1 == 7                             → true",
        "param1 == 7.0                           → true",
        "param1 != 7                             → false",
        "param1 > 6 && param1 < 8                → true",
        "param1 >= 7                             → true",
        "param1 <= 6                             → false",
        "'b' > 'a'                               → true",
        "this == 'DAYS'                          → true",
        "this != 'DAYS'                          → false",
        "param3 == null                          → true",
        "param0 != null                          → true",
        "returnValue.ok || param1 > 100          → true",
        "!returnValue.ok                         → false",
        "!(param1 > 100)                         → true",
        "!param3                                 → true",
        "returnValue.ok ? 'good' : 'bad'         → good",
        "returnValue.ok ? param1 > 3 ? 'a' : 'b' : 'c' → a",
        "param3 ?: 'unknown'                     → unknown",
        "param0.name ?: param0.digest            → sha256:ab12",
        "'v' + param1                            → v7",
        "param0.digest + '/' + param1            → sha256:ab12/7",
        "param2 =~ 'oci:.*'                      → true",
        "param2 =~ 'oci'                         → false",
        "param2 =~ '[a-z]+:\\\\w+:[\\\\d.]+'     → true",
        "param2.matches('oci:.*')                → true",
        "param2.length()                         → 15",
        "param2.length                           → 15",
        "param2.size()                           → 15",
        "param2.isEmpty()                        → false",
        "param2.startsWith('oci:')               → true",
        "param2.endsWith('3.19')                 → true",
        "param2.contains('alpine')               → true",
        "param2.indexOf(':')                     → 3",
        "param2.lastIndexOf(':')                 → 10",
        "param2.substring(4)                     → alpine:3.19",
        "param2.substring(4, 10)                 → alpine",
        "param2.substring(0, 99)                 → oci:alpine:3.19",
        "param2.charAt(0)                        → o",
        "param2.split(':')[1]                    → alpine",
        "param2.replace(':', '/')                → oci/alpine/3.19",
        "param2.toUpperCase()                    → OCI:ALPINE:3.19",
        "param2.toUpperCase().toLowerCase()      → oci:alpine:3.19",
        "'  x '.trim()                           → x",
        "'  x '.strip()                          → x",
        "' '.isBlank()                           → true",
        "'abc'.equals('abc')                     → true",
        "'abc'.equalsIgnoreCase('ABC')           → true",
        "param5.intValue()                       → 2",
        "param1.toString().length()              → 1",
        "Math.max(param1, 9)                     → 9",
        "Math.min(param1, 9)                     → 7",
        "Math.abs(-param1)                       → 7",
        "Math.round(param5)                      → 3",
        "Math.floor(param5)                      → 2.0",
        "Math.ceil(param5)                       → 3.0",
        "returnValue.counts.containsKey('high')  → true",
        "1 + 2 == 3                              → true",
      })
  void reads(String text, @Nullable String expected) {
    Object value = call.read(text);

    assertThat(call.errors()).isEmpty();
    assertThat(String.valueOf(value)).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "param3",
        "param3.artifact.digest",
        "param0.name.length()",
        "param0.name['x']",
        "param0.name + 'x'",
        "param0.name.substring(1)",
        "param2.substring(param3)",
        "param3 > 1",
        "param3 * 2",
        "-param3",
        "Math.max(param3, 1)",
        "param3 =~ 'x'",
        "returnValue.findings[5].id",
        "returnValue.findings[-1]",
        "returnValue.counts['none']",
        "returnValue.counts.none",
        "error.message",
        "scan['no.such']"
      })
  void whatIsMissingMakesTheWholeMissingWithoutAnError(String text) {
    assertThat(call.read(text)).isNull();
    assertThat(call.errors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "param9                      | the method has 6 parameters, so there is no param9",
        "param0.nothing              | no record component, getter, public field or accessor nothing",
        "param1['x']                 | is no map, list or array",
        "returnValue.findings['x']   | a list or array is looked up by a whole number",
        "param2 * 2                  | '*' needs numbers",
        "param1 / 0                  | by zero",
        "9223372036854775807 + 1     | overflow",
        "param1 && true              | Long is neither true nor false",
        "param1 > 'x'                | Long and String cannot be put in order",
        "returnValue.findings == 1   | a list or map is not a single value",
        "param1.startsWith('x')      | startsWith is a function of texts",
        "param2.substring(-1)        | substring needs a whole number",
        "param2.charAt(99)           | StringIndexOutOfBounds"
      })
  void whatCannotBeReadIsAnErrorAndNoValue(String text, String reason) {
    assertThat(call.read(text)).isNull();
    assertThat(call.errors()).singleElement().asString().contains(reason);
  }

  @Nested
  class Results {
    @Test
    void areTextsNumbersAndFlagsOnly() {
      UUID id = UUID.randomUUID();
      assertThat(TestCall.of(id).read("param0")).isEqualTo(id.toString());
      assertThat(TestCall.of(TimeUnit.DAYS).read("param0")).isEqualTo("DAYS");
      assertThat(TestCall.of(URI.create("a:b")).read("param0")).isEqualTo("a:b");
      assertThat(TestCall.of('c').read("param0")).isEqualTo("c");
      assertThat(TestCall.of((short) 3).read("param0")).isEqualTo(3L);
      assertThat(TestCall.of(0.1f).read("param0")).isEqualTo(0.1);
    }

    @Test
    void ofListsAndArraysAreLists() {
      assertThat(TestCall.of(Arrays.asList("a", null, 1)).read("param0"))
          .isEqualTo(List.of("a", 1L));
      assertThat(TestCall.of((Object) new int[] {1, 2}).read("param0")).isEqualTo(List.of(1L, 2L));
      assertThat(call.read("param2.split(':')")).isEqualTo(List.of("oci", "alpine", "3.19"));
    }

    @Test
    void ofOptionalsAreTheirContent() {
      assertThat(TestCall.of(Optional.of(ARTIFACT)).read("param0.digest")).isEqualTo("sha256:ab12");
      assertThat(TestCall.of(Optional.empty()).read("param0")).isNull();
      assertThat(TestCall.of(Optional.empty()).read("param0.digest")).isNull();
      assertThat(TestCall.of(Optional.empty()).read("param0.isPresent()")).isEqualTo(false);
      assertThat(TestCall.of(Optional.of(ARTIFACT)).read("param0.get().digest"))
          .isEqualTo("sha256:ab12");
    }

    @Test
    void thatMustBeFlagsAreErrorsOtherwise() {
      assertThat(call.readFlag("returnValue.ok")).isTrue();
      assertThat(call.readFlag("param3")).isNull();
      assertThat(call.errors()).isEmpty();
      assertThat(call.readFlag("param1")).isNull();
      assertThat(call.errors()).singleElement().asString().contains("not true or false");
    }
  }

  @Nested
  class Timing {
    @ParameterizedTest
    @ValueSource(strings = {"returnValue.ok", "error.message", "param0.x + returnValue.y"})
    void whatNamesTheResultIsReadAtTheEnd(String text) {
      assertThat(TestCall.compile(text).readAtEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"param0.ok", "this.name", "'x'", "scan['scan.id']", "'error'"})
    void allElseIsReadAtTheBeginning(String text) {
      assertThat(TestCall.compile(text).readAtEnd()).isFalse();
    }

    @Test
    void usesTellsWhichValuesMustBeCaptured() {
      assertThat(TestCall.compile("'x'").uses()).isZero();
      assertThat(TestCall.compile("param3.x == this.y").uses())
          .isEqualTo(Expression.USES_ARGUMENTS | Expression.USES_THIS);
      assertThat(TestCall.compile("error == null ? scan.x : returnValue").uses())
          .isEqualTo(Expression.USES_ERROR | Expression.USES_SCAN | Expression.USES_RETURN_VALUE);
    }
  }

  @Nested
  class Failures {
    public static final class Broken {
      public String getThrowing() {
        throw new IllegalStateException("closed\nalready");
      }

      public String getEndless() {
        return more(0);
      }

      private String more(int depth) {
        return depth < 0 ? "" : more(depth + 1);
      }

      public String getInterrupted() throws InterruptedException {
        Thread.currentThread().interrupt();
        new CountDownLatch(1).await();
        return "never";
      }

      @Override
      public String toString() {
        throw new UnsupportedOperationException("no text");
      }
    }

    private final TestCall broken = TestCall.of(new Broken());

    @Test
    void ofAGetterAreOneLineAndNoValue() {
      assertThat(broken.read("param0.throwing")).isNull();
      assertThat(broken.errors())
          .containsExactly("param0.throwing: java.lang.IllegalStateException: closed already");
    }

    @Test
    void ofAnInterruptedGetterLeaveTheThreadInterrupted() {
      assertThat(broken.read("param0.interrupted")).isNull();
      assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void ofTheStackAreOvercome() {
      assertThat(broken.read("param0.endless")).isNull();
      assertThat(broken.errors()).singleElement().asString().contains("StackOverflowError");
    }

    @Test
    void ofAnObjectsTextAreOvercome() {
      assertThat(broken.read("param0")).isNull();
      assertThat(broken.errors()).singleElement().asString().contains("no text");
    }

    @Test
    void ofARegularExpressionThatTakesForeverAreCutShort() {
      TestCall call = TestCall.of("a".repeat(5000));
      assertThat(call.read("param0 =~ '(a+)+b'")).isNull();
      assertThat(call.errors()).singleElement().asString().contains("takes too long");
      assertThat(call.read("param0 =~ '(a|aa)+'")).isNull();
      assertThat(call.errors()).hasSize(2);
    }

    @Test
    void ofWhoeverCountsThemAreOvercomeToo() {
      Expression expression = TestCall.compile("param0.throwing");
      Object value =
          expression.read(
              broken,
              (failed, reason) -> {
                throw new IllegalStateException(reason);
              });
      assertThat(value).isNull();
    }
  }

  @Nested
  class Limits {
    @Test
    void cutLongTextsAndKeepTheirCharactersWhole() {
      assertThat(TestCall.of("x".repeat(9000)).read("param0")).isEqualTo("x".repeat(8192));
      assertThat(TestCall.of(CharBuffer.wrap("x".repeat(9000))).read("param0"))
          .isEqualTo("x".repeat(8192));
      String smiling = "x".repeat(8191) + "\uD83D\uDE00";
      assertThat(TestCall.of(smiling).read("param0")).isEqualTo("x".repeat(8191));
      assertThat(TestCall.of("x".repeat(9000)).read("param0 + param0")).isEqualTo("x".repeat(8192));
    }

    @Test
    void cutLongLists() {
      assertThat(TestCall.of(Collections.nCopies(5000, 1)).read("param0"))
          .asInstanceOf(LIST)
          .hasSize(1000);
      assertThat(TestCall.of((Object) new int[5000]).read("param0"))
          .asInstanceOf(LIST)
          .hasSize(1000);
    }

    @Test
    void leaveNumbersBeyondThemAsTheirText() {
      assertThat(TestCall.of(BigInteger.TEN).read("param0")).isEqualTo(10L);
      assertThat(TestCall.of(BigInteger.TEN.pow(30)).read("param0"))
          .isEqualTo("1" + "0".repeat(30));
      assertThat(TestCall.of(new BigDecimal("9.8")).read("param0")).isEqualTo(9.8);
      assertThat(TestCall.of(new BigDecimal("0.1234567890123456789")).read("param0"))
          .isEqualTo("0.1234567890123456789");
      assertThat(TestCall.of(new AtomicLong(4)).read("param0")).isEqualTo(4L);
      assertThat(TestCall.of(Double.NaN).read("param0")).isEqualTo(Double.NaN);
    }
  }

  @Nested
  class Keys {
    @Test
    void thatAreWholeNumbersFindBothKindsOfInteger() {
      assertThat(TestCall.of(Map.of(1, "int")).read("param0[1]")).isEqualTo("int");
      assertThat(TestCall.of(Map.of(1L, "long")).read("param0[1]")).isEqualTo("long");
    }

    @Test
    void comeBeforeTheSizeWhenThereAreNoParentheses() {
      Map<String, Object> map = new HashMap<>(Map.of("size", "XL"));
      assertThat(TestCall.of(map).read("param0.size")).isEqualTo("XL");
      assertThat(TestCall.of(map).read("param0.size()")).isEqualTo(1L);
      assertThat(TestCall.of(new LinkedHashMap<>()).read("param0.size")).isEqualTo(0L);
    }
  }
}
