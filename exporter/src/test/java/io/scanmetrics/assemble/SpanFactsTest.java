package io.scanmetrics.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.scanmetrics.ScanAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SpanFactsTest {
  private final List<ScanAttribute> unfit = new ArrayList<>();

  @Nested
  class ACount {
    @Test
    void isAWholeNumberHoweverItIsWritten() {
      assertThat(count(17L)).isEqualTo(17);
      assertThat(count(0L)).isEqualTo(0);
      assertThat(count(17.0)).isEqualTo(17);
      assertThat(count(" 17 ")).isEqualTo(17);
      assertThat(unfit).isEmpty();
    }

    @Test
    void losesItsFraction() {
      assertThat(count(17.9)).isEqualTo(17);
    }

    @Test
    void isClampedToWhatTheColumnHolds() {
      assertThat(count(1L << 40)).isEqualTo(Integer.MAX_VALUE);
      assertThat(count(1e300)).isEqualTo(Integer.MAX_VALUE);
      assertThat(count("99999999999999999999999")).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void isNothingIfNegativeOrNoNumberAndKeptAsItWas() {
      for (Object value :
          new Object[] {
            -1L, -0.5, Double.NaN, Double.POSITIVE_INFINITY, "many", "-3", "1e3", true
          }) {
        unfit.clear();
        SpanFacts facts = read("scan.finding.count", value);

        assertThat(facts.columns()).as("%s", value).isEmpty();
        assertThat(facts.leftovers()).as("%s", value).containsOnlyKeys("scan.finding.count");
        assertThat(unfit).as("%s", value).containsExactly(ScanAttribute.FINDING_COUNT);
      }
    }

    private @Nullable Object count(Object value) {
      return read("scan.finding.count", value).columns().get(ScanAttribute.FINDING_COUNT);
    }
  }

  @Nested
  class AFlag {
    @Test
    void isABooleanOrItsName() {
      assertThat(flag(true)).isEqualTo(true);
      assertThat(flag("true")).isEqualTo(true);
      assertThat(flag("False")).isEqualTo(false);
    }

    @Test
    void isNothingElse() {
      assertThat(flag("yes")).isNull();
      assertThat(flag(1L)).isNull();
      assertThat(unfit).containsExactly(ScanAttribute.REPLAY, ScanAttribute.REPLAY);
    }

    private @Nullable Object flag(Object value) {
      return read("scan.replay", value).columns().get(ScanAttribute.REPLAY);
    }
  }

  @Nested
  class AText {
    @Test
    void isWhateverCanBeWrittenAsText() {
      assertThat(text("scan.policy.digest", 42L)).isEqualTo("42");
      assertThat(text("scan.policy.digest", true)).isEqualTo("true");
    }

    @Test
    void isNotAList() {
      SpanFacts facts = read("scan.policy.digest", List.of("a", "b"));

      assertThat(facts.columns()).isEmpty();
      assertThat(facts.leftovers()).containsEntry("scan.policy.digest", List.of("a", "b"));
      assertThat(unfit).containsExactly(ScanAttribute.POLICY_DIGEST);
    }

    @Test
    void isNothingIfEmpty() {
      SpanFacts facts = read("scan.policy.digest", "");

      assertThat(facts.columns()).isEmpty();
      assertThat(facts.leftovers()).isEmpty();
      assertThat(unfit).isEmpty();
    }

    @Test
    void isCutAt8KiBOrAt1KiBIfItHasAnIndex() {
      String tooLong = "x".repeat(10_000_000);

      assertThat(text("scan.policy.digest", tooLong)).isEqualTo("x".repeat(8192));
      assertThat(text("scan.artifact.digest", tooLong)).isEqualTo("x".repeat(1024));
    }

    private @Nullable Object text(String key, Object value) {
      ScanAttribute attribute = ScanAttribute.ofKey(key);
      return attribute == null ? null : read(key, value).columns().get(attribute);
    }
  }

  @Nested
  class AnArtifactType {
    @Test
    void isOneOfTheFour() {
      assertThat(read("scan.artifact.type", "tarball").columns())
          .containsEntry(ScanAttribute.ARTIFACT_TYPE, "tarball");
      assertThat(read("scan.artifact.type", "other").leftovers()).isEmpty();
    }

    @Test
    void isOtherIfUnknownItsTextKept() {
      SpanFacts facts = read("scan.artifact.type", "vm-image");

      assertThat(facts.columns()).containsEntry(ScanAttribute.ARTIFACT_TYPE, "other");
      assertThat(facts.leftovers()).containsEntry("scan.artifact.type", "vm-image");
      assertThat(unfit).isEmpty();
    }
  }

  @Nested
  class AnythingElse {
    @Test
    void keepsItsType() {
      assertThat(others(Map.of("a", "text", "b", 1L, "c", 1.5, "d", true, "e", List.of(1L, 2L))))
          .isEqualTo(Map.of("a", "text", "b", 1L, "c", 1.5, "d", true, "e", List.of(1L, 2L)));
    }

    @Test
    void isTextWhereJsonHasNoSuchNumber() {
      assertThat(
              others(
                  Map.of(
                      "a", Double.NaN,
                      "b", Double.NEGATIVE_INFINITY,
                      "c", List.of(1.5, Double.NaN))))
          .isEqualTo(Map.of("a", "NaN", "b", "-Infinity", "c", List.of(1.5, "NaN")));
    }

    @Test
    void isCleanedAndCutKeysToo() {
      assertThat(others(Map.of("k\0", "v\0", "l".repeat(1_000), "w".repeat(9_000))))
          .isEqualTo(Map.of("k\uFFFD", "v\uFFFD", "l".repeat(256), "w".repeat(8192)));
    }

    @Test
    void isAtMost128EntriesTheFirstByKey() {
      Map<String, Object> many = new HashMap<>();
      IntStream.range(0, 200).forEach(i -> many.put(String.format("key%03d", i), (long) i));

      assertThat(others(many)).hasSize(128).containsKeys("key000", "key127");
    }

    @Test
    void isAtMost1024ElementsAndAtMost8KiBOfTextInAList() {
      List<Object> longs = new ArrayList<>();
      IntStream.range(0, 2_000).forEach(i -> longs.add((long) i));
      Map<String, Object> others =
          others(Map.of("longs", longs, "texts", List.of("x".repeat(8_000), "y".repeat(500), "z")));

      assertThat(others.get("longs")).asInstanceOf(LIST).hasSize(1024);
      assertThat(others.get("texts")).isEqualTo(List.of("x".repeat(8_000), "y".repeat(192)));
    }

    private Map<String, Object> others(Map<String, Object> attributes) {
      return SpanFacts.read(attributes, Set.of(), unfit::add).others();
    }
  }

  private SpanFacts read(String key, Object value) {
    return SpanFacts.read(Map.of(key, value), Set.of(), unfit::add);
  }
}
