package io.scanmetrics.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeLineTest {

  @Test
  void whatMovesCursorsOrTurnsTextRoundIsReplaced() {
    assertThat(SafeLine.of("a\u001b[31mb\u0000\u009bc")).isEqualTo("a\uFFFD[31mb\uFFFD\uFFFDc");
    assertThat(SafeLine.of("a\u202Eb\u2066\u200B")).isEqualTo("a\uFFFDb\uFFFD\uFFFD");
    assertThat(SafeLine.of("a\nb\r\nc\td\u2028e")).isEqualTo("a b  c d e");
    assertThat(SafeLine.of("\uD83D")).isEqualTo("\uFFFD");
  }

  @Test
  void otherTextStaysAsItIs() {
    assertThat(SafeLine.of("Grüße, 走査 😀 <b>&'\"")).isEqualTo("Grüße, 走査 😀 <b>&'\"");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(SafeLine.of("abcdef", 6)).isEqualTo("abcdef");
    assertThat(SafeLine.of("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(SafeLine.of("😀😀😀😀", 3)).isEqualTo("😀😀…");
    assertThat(SafeLine.middleOf("abcdefg", 7)).isEqualTo("abcdefg");
    assertThat(SafeLine.middleOf("registry/service:42", 9)).isEqualTo("regi…e:42");
    assertThat(SafeLine.middleOf("😀😀😀😀😀", 4)).isEqualTo("😀…😀😀");
  }
}
