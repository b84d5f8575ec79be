package io.scanmetrics.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.agent.rules.yaml.YamlNode.Scalar;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  private static final String[] PARTS = {
    "a", "Z", "9", "_", ".", "*", "*", "+", "?", "[", "]", "[sz]", "[a-z]", "[^a]", "(", ")", "|",
    "\\", "\\.", "\\$", "\\d", "\\Q", "{", "{2}", "$", "^", "&&", "-", "ä"
  };

  @ParameterizedTest
  @CsvSource({
    "analy[sz]e, analyse, true",
    "analy[sz]e, analyses, false",
    ".*Analyzer, com.acme.JarAnalyzer, true",
    "com\\.acme\\..+|org\\.other, org.other, true",
    "Outer\\$.*, Outer$Inner, true",
    "(Jar|Zip)Analyzer, ZipAnalyzer, true",
    "[a-z]+, ABC, false",
  })
  void allOfANameMustFit(String regex, String name, boolean fits) {
    NamePattern pattern = Objects.requireNonNull(read(regex));

    assertThat(pattern.fits(name)).isEqualTo(fits);
    assertThat(pattern.regex()).isEqualTo(regex);
  }

  @Test
  void whatIsNoRegularExpressionIsRefusedWhenItIsRead() {
    Random random = new Random(20250801);
    int accepted = 0;
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int parts = 1 + random.nextInt(7); parts > 0; parts--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      boolean expected = compiles(text.toString());
      assertThat(read(text.toString()) != null).as(text.toString()).isEqualTo(expected);
      accepted += expected ? 1 : 0;
      refused += expected ? 0 : 1;
    }
    assertThat(accepted).isGreaterThan(1_000);
    assertThat(refused).isGreaterThan(1_000);
  }

  private static @Nullable NamePattern read(String regex) {
    return NamePattern.of(new Scalar(regex, true, 1, 1), new FaultList("rules.yaml"));
  }

  private static boolean compiles(String regex) {
    try {
      return Pattern.compile(regex) != null;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
