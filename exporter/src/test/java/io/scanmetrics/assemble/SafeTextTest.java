package io.scanmetrics.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SafeTextTest {
  @Test
  void ordinaryTextStaysAsItIs() {
    String text = "sha256:9f86d0 Prüfung 検査 🔍";

    assertThat(SafeText.of(text, 100)).isEqualTo(text);
  }

  @Test
  void nulCharactersAndHalvesOfPairsAreReplaced() {
    assertThat(SafeText.of("a\0b\uD83Dc\uDD0Dd", 100)).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd");
  }

  @Test
  void aCutNeverSplitsACharacter() {
    assertThat(SafeText.of("ab🔍", 5)).isEqualTo("ab");
    assertThat(SafeText.of("ab🔍", 6)).isEqualTo("ab🔍");
    assertThat(SafeText.of("検査", 5)).isEqualTo("検");
  }

  @Test
  void replacementsCountForTheLimit() {
    assertThat(SafeText.of("\0\0\0", 8)).isEqualTo("\uFFFD\uFFFD");
  }

  @Property
  void whateverComesTheResultIsValidAndWithinTheLimit(
      @ForAll("anything") String text, @ForAll @IntRange(max = 40) int mostBytes)
      throws CharacterCodingException {
    String safe = SafeText.of(text, mostBytes);

    int bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(safe)).remaining();
    assertThat(bytes).isLessThanOrEqualTo(mostBytes);
    assertThat(safe).doesNotContain("\0");
    assertThat(SafeText.of(safe, mostBytes)).isEqualTo(safe);
  }

  @Property
  void shorteningFirstChangesNothing(
      @ForAll("anything") String text, @ForAll @IntRange(max = 40) int mostBytes) {
    assertThat(SafeText.of(SafeText.shortened(text, mostBytes), mostBytes))
        .isEqualTo(SafeText.of(text, mostBytes));
  }

  @Provide
  Arbitrary<String> anything() {
    return Arbitraries.strings()
        .withChars('a', 'é', '検', '\0', '\uD83D', '\uDD0D', '\uFFFF')
        .ofMaxLength(30);
  }
}
