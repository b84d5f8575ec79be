package io.scanmetrics.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.scanmetrics.testing.RecordedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans that are over before anything was written of them share files. */
class SharedFilesTest {
  private static final int ALL = 1_000;

  @TempDir Path folder;
  private final RecordedLog log = new RecordedLog();
  private final List<Spool> spools = new ArrayList<>();

  @AfterEach
  void close() {
    spools.forEach(Spool::close);
  }

  @Test
  void scansOfSeveralWritesAreInOneFile() {
    Spool spool = open();

    spool.write(List.of(finished("one", "a\n"), finished("two", "b\nc\n")));
    spool.write(List.of(finished("three", "d\n")));

    assertThat(scans())
        .containsExactly(entry("one", "a\n"), entry("three", "d\n"), entry("two", "b\nc\n"));
    assertThat(files()).hasSize(1);
    assertThat(spool.scans()).isEqualTo(3);
    assertThat(spool.bytes()).isEqualTo(files().get(0).toFile().length());
  }

  @Test
  void aFileThatIsLargeEnoughIsFollowedByAnother() {
    Spool spool = open();

    for (int i = 0; i < 20; i++) {
      spool.write(List.of(finished("scan" + i, "x".repeat(30_000) + "\n")));
    }

    assertThat(scans()).hasSize(20);
    assertThat(files()).hasSize(3);
  }

  @Test
  void soIsOneThatIsFilledByOneWrite() {
    Spool spool = open();
    List<String> names = IntStream.range(10, 30).mapToObj(i -> "scan" + i).toList();

    spool.write(
        names.stream().map(name -> finished(name, name + "x".repeat(30_000) + "\n")).toList());

    assertThat(scans()).containsOnlyKeys(names);
    assertThat(scans()).allSatisfy((name, text) -> assertThat(text).startsWith(name));
    assertThat(files()).hasSize(3);
  }

  @Test
  void aLargeScanHasAFileOfItsOwn() {
    Spool spool = open();

    spool.write(List.of(finished("small", "a\n"), finished("large", "x".repeat(100_000) + "\n")));

    assertThat(files()).hasSize(2).anyMatch(file -> file.endsWith("large.jsonl"));
  }

  @Test
  void whatIsStoredIsNotThereAnyMore() throws IOException {
    Spool spool = open();
    spool.write(List.of(finished("one", "a\n"), finished("two", "b\n"), finished("three", "c\n")));
    List<Mark> marks = hand(spool, "one", "two", "three");

    spool.settle(List.of(marks.get(0), marks.get(2)));

    assertThat(scans()).containsExactly(entry("two", "b\n"));
    assertThat(SpoolSurvey.of(folder).ofLiving()).isEqualTo(1);
    spool.settle(List.of(marks.get(1)));
    assertThat(files()).isEmpty();
    assertThat(spool.bytes()).isZero();
    spool.close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsReleasedIsReadBackAFewAtOnce() {
    Spool spool = open();
    List<String> names = IntStream.range(0, 10).mapToObj(i -> "scan" + i).toList();
    spool.write(names.stream().map(name -> finished(name, name + "\n")).toList());
    hand(spool, names.toArray(String[]::new)).forEach(spool::release);
    assertThat(spool.parked()).isEqualTo(10);

    List<Kept> some = spool.readBack(4, ALL);
    List<Kept> rest = spool.readBack(ALL, ALL);

    assertThat(some).hasSize(4);
    assertThat(rest).hasSize(6);
    assertThat(Stream.of(some, rest).flatMap(List::stream))
        .allSatisfy(
            kept -> assertThat(kept.lines()).asString(UTF_8).isEqualTo(kept.mark().name() + "\n"))
        .extracting(kept -> kept.mark().name())
        .containsExactlyElementsOf(names);
    assertThat(spool.parked()).isZero();
    spool.settle(Stream.of(some, rest).flatMap(List::stream).map(Kept::mark).toList());
    assertThat(files()).isEmpty();
  }

  @Test
  void whatComesLateTakesThePlaceOfWhatMemoryHolds() {
    Spool spool = open();
    spool.write(List.of(finished("one", "a\n"), finished("other", "x\n")));
    Mark first = spool.hand("one", true);

    spool.write(List.of(finished("one", "a\nlate\n")));
    assertThat(scans()).containsExactly(entry("one", "a\nlate\n"), entry("other", "x\n"));
    Mark second = spool.hand("one", true);
    spool.settle(List.of(first));
    assertThat(scans()).containsExactly(entry("one", "a\nlate\n"), entry("other", "x\n"));
    spool.settle(List.of(second));

    assertThat(scans()).containsExactly(entry("other", "x\n"));
  }

  @Test
  void whatComesLateTakesThePlaceOfWhatWaitsOnDiskAlone() {
    Spool spool = open();
    spool.write(List.of(finished("one", "a\n"), finished("two", "b\n"), finished("three", "c\n")));
    List<Mark> marks = hand(spool, "one", "two", "three");
    marks.forEach(spool::release);

    spool.write(
        List.of(
            Change.made("one", utf8("late\n"), marks.get(0)),
            Change.finished("two", utf8("late\n"), marks.get(1))));

    assertThat(scans())
        .containsExactly(entry("one", "late\n"), entry("three", "c\n"), entry("two", "late\n"));
    assertThat(spool.parked()).isEqualTo(1);
    assertThat(spool.scans()).isEqualTo(3);
  }

  @Test
  void whatIsSetAsideLeavesTheOthersWhereTheyAre() {
    Spool spool = open();
    spool.write(List.of(finished("one", "a\n"), finished("two", "b\n")));

    spool.setAside(spool.hand("one", true), utf8("reason\n"));

    assertThat(folder.resolve("set-aside/one.jsonl")).hasContent("a\nreason\n");
    assertThat(scans()).containsExactly(entry("two", "b\n"));
    spool.settle(List.of(spool.hand("two", true)));
    assertThat(files()).isEmpty();
  }

  @Test
  void whatOneLeavesTheNextTakesOver() throws IOException {
    Spool first = open();
    first.write(List.of(finished("one", "a\n"), finished("two", "b\n"), finished("three", "c\n")));
    first.settle(List.of(first.hand("two", true)));
    first.close();
    assertThat(SpoolSurvey.of(folder).ofDead()).isEqualTo(2);
    Spool second = open();

    assertThat(second.countOfOthers(scan -> scan[0] == 'c')).isEqualTo(1);
    assertThat(second.adopt(ALL)).isEqualTo(2);

    assertThat(second.parked()).isEqualTo(2);
    second.settle(second.readBack(ALL, ALL).stream().map(Kept::mark).toList());
    second.close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void ofTwoVersionsTheOlderOneIsReadFirst() throws IOException {
    Spool first = open();
    first.write(List.of(finished("one", "old\n")));
    Mark old = first.hand("one", true);
    first.release(old);
    Path file = files().get(0);
    byte[] asItWas = Files.readAllBytes(file);
    first.write(List.of(Change.made("one", utf8("new\n"), old)));
    // As if the process had died before it could say that the old one is needless.
    Files.write(file, asItWas);
    first.close();
    Spool second = open();
    second.adopt(ALL);

    List<String> read = new ArrayList<>();
    for (List<Kept> some = second.readBack(ALL, ALL);
        !some.isEmpty();
        some = second.readBack(ALL, ALL)) {
      some.forEach(one -> read.add(new String(one.lines(), UTF_8)));
      second.settle(some.stream().map(Kept::mark).toList());
    }

    assertThat(read).containsExactly("old\n", "new\n");
  }

  @Test
  void aScanThatIsTornIsNotThere() throws IOException {
    Spool first = open();
    first.write(List.of(finished("one", "a\n"), finished("two", "b\nc\n")));
    first.close();
    Path file = files().get(0);
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - 2));
    Spool second = open();

    assertThat(second.adopt(ALL)).isEqualTo(1);

    assertThat(scans()).containsExactly(entry("one", "a\n"));
    second.settle(second.readBack(ALL, ALL).stream().map(Kept::mark).toList());
    assertThat(scans()).isEmpty();
  }

  @Test
  void whatCannotBeReadInItIsNotLostWithTheOthers() throws IOException {
    Spool first = open();
    first.write(List.of(finished("one", "a\n")));
    first.close();
    Files.writeString(files().get(0), "no JSON\nand more\n", StandardOpenOption.APPEND);
    Spool second = open();

    assertThat(second.adopt(ALL)).isEqualTo(2);

    assertThat(scans().values()).containsExactlyInAnyOrder("a\n", "no JSON\nand more\n");
    assertThat(second.readBack(ALL, ALL)).hasSize(2);
  }

  @Test
  void aFileThatCannotBeReadIsLeftWhereItIs() throws IOException {
    Spool first = open();
    first.write(List.of(finished("one", "a\n"), Change.made("two", utf8("b\n"), Mark.NONE)));
    first.close();
    Path file = files().get(0);
    Files.delete(file);
    Files.createDirectory(file);

    assertThat(open().adopt(ALL)).isEqualTo(1);

    assertThat(log.lines).singleElement().asString().contains("cannot be read");
    assertThat(SpoolSurvey.of(folder).ofDead()).isEqualTo(1);
  }

  @Test
  void aFileInAFolderThatCannotBeReadNowIsReadLater() throws IOException {
    Spool spool = open();
    spool.write(List.of(finished("one", "a\n")));
    spool.release(spool.hand("one", true));
    Path process = files().get(0).getParent();
    Path elsewhere = Files.move(process, folder.resolveSibling("elsewhere"));
    Files.createFile(process);

    assertThat(spool.readBack(ALL, ALL)).isEmpty();
    assertThat(spool.parked()).isEqualTo(1);
    assertThat(log.lines).singleElement().asString().contains("cannot be read");

    Files.delete(process);
    Files.move(elsewhere, process);
    assertThat(spool.readBack(ALL, ALL)).hasSize(1);
  }

  @Test
  void aFileThatCannotBeReadAnyMoreIsLeftToOthers() throws IOException {
    Spool spool = open();
    spool.write(List.of(finished("one", "a\n"), Change.made("two", utf8("b\n"), Mark.NONE)));
    hand(spool, "one", "two").forEach(spool::release);
    Path file = files().get(0);
    Files.delete(file);
    Files.createDirectory(file);

    List<Kept> read = spool.readBack(ALL, ALL);
    assertThat(read).extracting(kept -> kept.mark().name()).containsExactly("two");

    assertThat(spool.scans()).isEqualTo(1);
    assertThat(spool.readBack(ALL, ALL)).isEmpty();
    assertThat(log.lines).singleElement().asString().contains("cannot be read");
  }

  @Test
  void noMoreIsReadBackThanFitsIntoSoManyBytes() {
    Spool spool = open();
    List<String> names = IntStream.range(0, 10).mapToObj(i -> "scan" + i).toList();
    spool.write(names.stream().map(name -> finished(name, "four\n")).toList());
    hand(spool, names.toArray(String[]::new)).forEach(spool::release);

    assertThat(spool.readBack(ALL, 8)).hasSize(2);
    assertThat(spool.readBack(ALL, ALL)).hasSize(8);
  }

  @Test
  void aFileThatIsRemovedIsFollowedByAnother() throws IOException {
    Spool spool = open();
    spool.write(List.of(finished("one", "a\n")));
    spool.release(spool.hand("one", true));
    Files.delete(files().get(0));

    assertThat(spool.readBack(ALL, ALL)).isEmpty();
    assertThat(spool.parked()).isZero();
    spool.write(List.of(finished("two", "b\n")));

    assertThat(scans()).containsExactly(entry("two", "b\n"));
  }

  private Spool open() {
    Spool spool = Spool.in(new SpoolConfig(folder, Long.MAX_VALUE), log);
    spools.add(spool);
    return spool;
  }

  private static Change finished(String name, String lines) {
    return Change.finished(name, utf8(lines), Mark.NONE);
  }

  private static List<Mark> hand(Spool spool, String... names) {
    return Stream.of(names).map(name -> spool.hand(name, true)).toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private Map<String, String> scans() {
    Map<String, String> texts = new TreeMap<>();
    SpooledScans.in(folder).forEach((name, bytes) -> texts.put(name, new String(bytes, UTF_8)));
    return texts;
  }

  private List<Path> files() {
    return SpooledScans.files(folder);
  }
}
