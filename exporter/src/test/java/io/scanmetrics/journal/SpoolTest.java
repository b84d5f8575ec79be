package io.scanmetrics.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scanmetrics.testing.Folders;
import io.scanmetrics.testing.RecordedLog;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final int ALL = 1_000;
  private static final int SOMEONE_ELSE = 65_534;

  @TempDir Path temp;
  private Path folder = Path.of("none");
  private final RecordedLog log = new RecordedLog();
  private final List<Spool> spools = new ArrayList<>();
  private long nanoTime = 42;

  @AfterEach
  void close() {
    spools.forEach(Spool::close);
  }

  @BeforeEach
  void place() {
    folder = temp.resolve("state/spool");
  }

  private Spool open() {
    return open(Long.MAX_VALUE);
  }

  private Spool open(long maxBytes) {
    Spool spool = Spool.in(new SpoolConfig(folder, maxBytes), log, () -> nanoTime);
    spools.add(spool);
    return spool;
  }

  @Test
  void whatIsWrittenIsThere() {
    Spool spool = open();

    spool.write(List.of(made("one", "a\n"), grown("one", "b\n"), grown("one", "c\n")));
    spool.write(List.of(made("two", "x\n")));

    assertThat(texts()).containsExactly("a\nb\nc\n", "x\n");
    assertThat(spool.bytes()).isEqualTo(8);
    assertThat(spool.parked()).isZero();
  }

  @Test
  void aRehearsalLeavesNoScan() throws IOException {
    Spool spool = open();

    spool.rehearse();

    assertThat(texts()).isEmpty();
    assertThat(spool.bytes()).isZero();
    assertThat(bytesOnDisk()).isLessThanOrEqualTo(1);
    spool.write(List.of(made("rehearsed", "b\n")));
    assertThat(texts()).containsExactly("b\n");
  }

  @Test
  void whatIsMadeAnewTakesThePlaceOfWhatWasThere() {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n"), grown("one", "b\n")));

    spool.write(List.of(made("one", "c\n"), grown("one", "d\n")));

    assertThat(texts()).containsExactly("c\nd\n");
    assertThat(spool.bytes()).isEqualTo(4);
  }

  @Test
  void whatMayHaveMovedElsewhereIsThereBeforeItIsSaidToHaveLeft() {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n")));

    spool.write(List.of(grown("one", "left\n").leaving(), grown("missing", "a\n")));

    assertThat(spool.epoch()).as("of a write that failed").isEqualTo(Spool.OFF);
    assertThat(texts()).containsExactly("a\n");
  }

  @Test
  void manyFilesGrowByTurns() {
    Spool spool = open();
    List<String> names = Stream.iterate(0, i -> i + 1).limit(100).map(i -> "scan" + i).toList();

    spool.write(names.stream().map(name -> made(name, "a\n")).toList());
    spool.write(names.stream().map(name -> grown(name, "b\n")).toList());

    assertThat(texts()).hasSize(100).allMatch("a\nb\n"::equals);
  }

  @Test
  void whatIsStoredIsRemoved() {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n"), made("two", "b\n")));

    spool.settle(List.of(spool.hand("one", true)));

    assertThat(texts()).containsExactly("b\n");
    assertThat(spool.bytes()).isEqualTo(2);
  }

  @Test
  void theFileOfAScanThatIsStoredIsEmptiedForTheNextOne() throws IOException {
    Spool spool = open();
    spool.write(List.of(made("one", "long enough\n")));
    Object file = keyOf("one");

    spool.settle(List.of(spool.hand("one", true)));
    assertThat(bytesOnDisk()).isLessThanOrEqualTo(1);

    spool.write(List.of(made("two", "b\n"), grown("two", "c\n")));
    assertThat(keyOf("two")).isEqualTo(file);
    assertThat(texts()).containsExactly("b\nc\n");
  }

  @Test
  void filesThatWereKeptForLaterMayVanish() throws IOException {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n"), made("two", "b\n")));
    spool.settle(List.of(spool.hand("one", true)));
    spool.settle(List.of(spool.hand("two", true)));
    try (Stream<Path> files = Files.list(onlyFolder())) {
      for (Path file : files.filter(path -> !path.endsWith(OwnerFolder.LOCK)).toList()) {
        Files.delete(file);
      }
    }

    spool.write(List.of(made("three", "c\n")));
    pass(5);
    spool.refresh();
    spool.write(List.of(made("three", "c\n")));

    assertThat(texts()).containsExactly("c\n");
  }

  @Test
  void whatHasGrownSinceIsNotRemoved() {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n")));
    Mark first = spool.hand("one", true);
    spool.write(List.of(made("one", "a\nlate\n")));

    spool.settle(List.of(first));
    assertThat(texts()).containsExactly("a\nlate\n");

    spool.settle(List.of(spool.hand("one", true)));
    assertThat(texts()).isEmpty();
  }

  @Test
  void whatIsReleasedIsReadBack() {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n"), made("open", "b\n")));
    spool.release(spool.hand("one", true));
    assertThat(spool.parked()).isEqualTo(1);

    List<Kept> kept = spool.readBack(ALL, ALL);

    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).lines()).asString(UTF_8).isEqualTo("a\n");
    assertThat(kept.get(0).mark().isOnDisk()).isTrue();
    assertThat(spool.parked()).isZero();
    assertThat(spool.readBack(ALL, ALL)).isEmpty();
    spool.settle(List.of(kept.get(0).mark()));
    assertThat(texts()).containsExactly("b\n");
  }

  @Test
  void whatComesLateForAScanThatWaitsOnDiskAloneIsReadBackWithIt() {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n")));
    spool.release(spool.hand("one", true));

    spool.write(List.of(made("one", "a\nlate\n")));
    spool.release(spool.hand("one", true));

    assertThat(spool.parked()).isEqualTo(1);
    assertThat(spool.bytes()).isEqualTo(7);
    assertThat(spool.readBack(ALL, ALL).get(0).lines()).asString(UTF_8).isEqualTo("a\nlate\n");
  }

  @Test
  void onlyAFewAreReadAtOnce() {
    Spool spool = open();
    for (int i = 0; i < 10; i++) {
      spool.write(List.of(made("scan" + i, "four\n")));
      spool.release(spool.hand("scan" + i, true));
    }

    assertThat(spool.readBack(3, ALL)).hasSize(3);
    assertThat(spool.readBack(ALL, 8)).hasSize(2);
    assertThat(spool.parked()).isEqualTo(5);
    assertThat(spool.readBack(ALL, ALL)).hasSize(5);
  }

  @Test
  void aScanThatIsNotWholeOnDiskIsRemovedAllTheSameOnceItIsStored() {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n")));
    Mark mark = spool.hand("one", false);
    assertThat(mark.isOnDisk()).isFalse();

    spool.settle(List.of(mark));

    assertThat(texts()).isEmpty();
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n")));

    try (Stream<Path> files = Files.walk(temp.resolve("state"))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as("%s", file)
            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void nothingIsLeftWhereNothingWaits() throws IOException {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n")));
    spool.settle(List.of(spool.hand("one", true)));

    spool.close();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aSpoolThatIsNotUsedMakesNothing() {
    Spool spool = open();
    spool.adopt(ALL);
    spool.lookAround();
    spool.refresh();
    spool.close();

    assertThat(folder).doesNotExist();
    assertThat(log.lines).isEmpty();
  }

  @Test
  void whatOneLeavesTheNextTakesOver() {
    Spool first = open();
    first.write(List.of(made("one", "a\n"), made("two", "b\n"), made("three", "c\n")));
    first.close();
    Spool second = open();

    assertThat(second.adopt(2)).isEqualTo(2);
    assertThat(second.adopt(2)).isEqualTo(1);
    assertThat(second.adopt(2)).isZero();

    assertThat(second.parked()).isEqualTo(3);
    assertThat(second.bytes()).isEqualTo(6);
    second.readBack(ALL, ALL).forEach(kept -> second.settle(List.of(kept.mark())));
    second.close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatALivingOneHasIsLeftAlone() {
    Spool first = open();
    first.write(List.of(made("one", "a\n")));
    Spool second = open();

    assertThat(second.adopt(ALL)).isZero();

    first.write(List.of(grown("one", "b\n")));
    assertThat(texts()).containsExactly("a\nb\n");
  }

  @Test
  void theSameScanIsNotTakenOverWhileItIsThereAlready() {
    Spool first = open();
    first.write(List.of(made("one", "old\n")));
    first.close();
    Spool second = open();
    second.write(List.of(made("one", "new\n")));

    assertThat(second.adopt(ALL)).isZero();
    second.settle(List.of(second.hand("one", true)));
    assertThat(second.adopt(ALL)).isEqualTo(1);

    assertThat(texts()).containsExactly("old\n");
  }

  @Test
  void whatWasNotFinishedWhenAProcessDiedIsRemoved() throws IOException {
    Spool first = open();
    first.write(List.of(made("one", "a\n")));
    first.close();
    Files.writeString(onlyFolder().resolve("one.jsonl.tmp"), "half");
    Spool second = open();

    second.adopt(ALL);
    second.readBack(ALL, ALL).forEach(kept -> second.settle(List.of(kept.mark())));
    second.close();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void foldersThatAreNotTheSpoolsAreLeftAlone() throws IOException {
    Spool spool = open();
    Files.createDirectories(folder.resolve("2026-11-30"));
    Path work = Files.createDirectories(folder.resolve("work"));
    for (String name : List.of("lock", "results.jsonl", "half.tmp")) {
      Files.writeString(work.resolve(name), "the application's\n");
    }

    assertThat(spool.adopt(ALL)).isZero();
    spool.close();

    assertThat(folder.resolve("2026-11-30")).isEmptyDirectory();
    assertThat(SpoolSurvey.of(folder)).isEqualTo(new SpoolSurvey(0, 0, 0, 0));
    assertThat(work.toFile().list()).containsOnly("lock", "results.jsonl", "half.tmp");
  }

  @Test
  void aFolderThatCannotBeReadKeepsNothingFromTheOthers() throws IOException {
    Spool spool = open();
    for (String name : List.of("1-1-000000000000000a", "1-1-000000000000000c")) {
      Files.createDirectories(folder.resolve(name).resolve("lock"));
    }
    Path dead = Files.createDirectories(folder.resolve("1-1-000000000000000b"));
    Files.writeString(dead.resolve("lock"), "pid 1");
    Files.writeString(dead.resolve("one.jsonl"), "a\n");

    assertThat(spool.adopt(ALL)).isEqualTo(1);
  }

  @Test
  void aLastLineThatWasCutOffIsNoPartOfTheReason() throws IOException {
    Spool first = open();
    first.write(List.of(made("one", "a\n{\"half\":")));
    first.close();
    Spool second = open();
    second.adopt(ALL);

    Kept one = second.readBack(ALL, ALL).get(0);
    second.setAside(one.mark(), "reason\n".getBytes(UTF_8));

    assertThat(Files.readAllLines(folder.resolve("set-aside/one.jsonl"))).startsWith("a", "reason");
  }

  @Test
  void aScanThatIsSetAsideHasItsReasonAtItsEnd() {
    Spool spool = open();
    for (String content : List.of("a\n", "b\n")) {
      spool.write(List.of(made("one", content)));
      spool.setAside(spool.hand("one", true), "reason\n".getBytes(UTF_8));
    }

    assertThat(folder.resolve("set-aside/one.jsonl")).hasContent("a\nreason\n");
    assertThat(folder.resolve("set-aside/one-2.jsonl")).hasContent("b\nreason\n");
    assertThat(spool.bytes()).isZero();
    spool.close();
    assertThat(open().adopt(ALL)).isZero();
  }

  @Test
  void aFullSpoolTakesNoNewScansAndLosesNone() {
    Spool spool = open(10);
    spool.write(List.of(made("one", "12345\n")));
    assertThat(spool.admits()).isTrue();

    spool.write(List.of(grown("one", "6789\n")));

    assertThat(spool.admits()).isFalse();
    assertThat(spool.admits()).isFalse();
    assertThat(log.lines).singleElement().asString().contains("holds the 10 bytes", "max.bytes");
    spool.write(List.of(grown("one", "more\n")));
    assertThat(texts()).containsExactly("12345\n6789\nmore\n");
    spool.settle(List.of(spool.hand("one", true)));
    assertThat(spool.admits()).isTrue();
  }

  @Test
  void whatOthersHaveThereCountsAsWell() {
    Spool first = open();
    first.write(List.of(made("one", "12345\n")));
    Spool second = open(6);
    assertThat(second.admits()).isTrue();

    second.lookAround();

    assertThat(second.admits()).isFalse();
  }

  @Test
  void aPlaceThatIsNoFolderIsToldOnceAndUsedWhenItIsMended() throws IOException {
    Spool spool = open();
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "in the way");

    spool.write(List.of(made("one", "a\n")));

    assertThat(spool.epoch()).isEqualTo(Spool.OFF);
    assertThat(log.lines)
        .singleElement()
        .asString()
        .startsWith("warn Scans cannot be kept on disk");
    pass(6);
    spool.refresh();
    assertThat(spool.epoch()).isEqualTo(Spool.OFF);
    Files.delete(folder);
    spool.refresh();
    assertThat(spool.epoch()).isEqualTo(Spool.OFF);

    pass(6);
    spool.refresh();

    assertThat(spool.epoch()).isGreaterThan(0);
    assertThat(log.lines)
        .hasSize(2)
        .last()
        .asString()
        .startsWith("info Scans are kept on disk again");
    spool.write(List.of(made("one", "a\n")));
    assertThat(texts()).containsExactly("a\n");
  }

  @Test
  void aFolderThatIsRemovedIsMadeAnew() throws IOException {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n")));
    Mark before = spool.hand("one", true);
    spool.write(List.of(made("two", "b\n")));
    int epoch = spool.epoch();
    Folders.remove(folder);

    pass(2);
    spool.refresh();

    assertThat(spool.epoch()).isNotEqualTo(epoch).isNotEqualTo(Spool.OFF);
    assertThat(log.lines).first().asString().startsWith("warn The spool folder");
    assertThat(spool.bytes()).isZero();
    spool.write(List.of(made("two", "b\n")));
    spool.settle(List.of(before));
    assertThat(texts()).containsExactly("b\n");
  }

  @Test
  void aFolderOfAnotherUserIsNotUsed() throws IOException {
    Spool spool = open();
    Files.createDirectories(folder);
    giveAway(folder);

    spool.write(List.of(made("one", "a\n")));

    assertThat(spool.epoch()).isEqualTo(Spool.OFF);
    assertThat(log.lines)
        .singleElement()
        .asString()
        .contains("belongs to", "scan.metrics.spool.dir");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aLinkOfAnotherUserIsNotFollowed() throws IOException {
    Spool spool = open();
    Path ours = Files.createDirectories(temp.resolve("ours"));
    Files.createDirectories(folder.getParent());
    Files.createSymbolicLink(folder, ours);
    giveAway(folder);

    spool.write(List.of(made("one", "a\n")));

    assertThat(spool.epoch()).isEqualTo(Spool.OFF);
    assertThat(ours).isEmptyDirectory();
  }

  @Test
  void aLinkOfOnesOwnIsFollowed() throws IOException {
    Spool spool = open();
    Path elsewhere = Files.createDirectories(temp.resolve("elsewhere"));
    Files.createDirectories(folder.getParent());
    Files.createSymbolicLink(folder, elsewhere);

    spool.write(List.of(made("one", "a\n")));

    assertThat(elsewhere).isNotEmptyDirectory();
    assertThat(log.lines).isEmpty();
  }

  @Test
  void scansOfAnotherUserAreNotTakenOver() throws IOException {
    Spool first = open();
    first.write(List.of(made("one", "a\n")));
    first.close();
    giveAway(onlyFolder());

    assertThat(open().adopt(ALL)).isZero();
  }

  @Test
  void anInterruptLosesNothing() {
    Spool spool = open();
    spool.write(List.of(made("one", "a\n")));
    Thread.currentThread().interrupt();

    spool.write(List.of(grown("one", "b\n")));

    assertThat(Thread.interrupted()).isFalse();
    assertThat(texts()).containsExactly("a\nb\n");
    assertThat(log.lines).isEmpty();
  }

  @Test
  void noneIsOffForGood() {
    Spool none = Spool.none();

    none.write(List.of(made("one", "a\n")));
    none.refresh();

    assertThat(none.epoch()).isEqualTo(Spool.OFF);
    assertThat(none.hand("one", true)).isSameAs(Mark.NONE);
    assertThat(none.adopt(ALL)).isZero();
    assertThat(none.readBack(ALL, ALL)).isEmpty();
    none.close();
  }

  private static Change made(String name, String lines) {
    return Change.made(name, lines.getBytes(UTF_8), Mark.NONE);
  }

  private static Change grown(String name, String lines) {
    return Change.grown(name, lines.getBytes(UTF_8));
  }

  private void pass(int seconds) {
    nanoTime += TimeUnit.SECONDS.toNanos(seconds);
  }

  /** The content of all scans in folders of processes, in the order of their names. */
  private List<String> texts() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).sorted().toList()) {
        texts.add(Files.readString(file));
      }
      return texts;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Of all files but the lock. */
  private long bytesOnDisk() throws IOException {
    try (Stream<Path> files = Files.list(onlyFolder())) {
      return files
          .filter(path -> !path.endsWith(OwnerFolder.LOCK))
          .mapToLong(path -> path.toFile().length())
          .sum();
    }
  }

  private Object keyOf(String name) throws IOException {
    Path file = onlyFolder().resolve(name + SpoolFiles.SUFFIX);
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private Path onlyFolder() throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      List<Path> all = folders.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static void giveAway(Path path) throws IOException {
    boolean given = true;
    try {
      Files.setAttribute(path, "unix:uid", SOMEONE_ELSE, LinkOption.NOFOLLOW_LINKS);
    } catch (FileSystemException e) {
      given = false;
    }
    assumeTrue(given, "only root may give files to others");
  }
}
