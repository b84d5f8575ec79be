package io.scanmetrics.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.testing.Folders;
import io.scanmetrics.testing.RecordedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Whatever happens in whatever order, of each scan that is not stored the last lines are on disk,
 * once, and nothing else is.
 */
class SpoolPropertyTest {
  private static final int STEPS = 60;
  private static final int NAMES = 6;
  private static final byte[] REASON = "reason\n".getBytes(UTF_8);

  private final RecordedLog log = new RecordedLog();
  private Path folder = Path.of("");
  private Spool spool = Spool.none();
  private int written;

  /** Each has scans of its own. */
  private int processes;

  /** What is to be on disk. */
  private final Map<String, String> scans = new TreeMap<>();

  /** What each scan last had in the spool, as long as its process remembers. */
  private final Map<String, Mark> last = new TreeMap<>();

  /** In the order in which they were given out. */
  private final ArrayDeque<Held> held = new ArrayDeque<>();

  private record Held(Mark mark, String name, String lines) {}

  @BeforeTry
  void begin() throws IOException {
    scans.clear();
    forget();
    folder = Files.createTempDirectory("spool");
    spool = Spool.in(new SpoolConfig(folder, Long.MAX_VALUE), log);
  }

  @AfterTry
  void end() throws IOException {
    spool.close();
    Folders.remove(folder);
  }

  @Property(tries = 150)
  void theLastLinesOfEachScanThatIsNotStoredAreThereOnce(@ForAll Random random) {
    for (int i = 0; i < STEPS; i++) {
      step(random);

      Map<String, String> found = new TreeMap<>();
      SpooledScans.in(folder).forEach((name, bytes) -> found.put(name, new String(bytes, UTF_8)));
      assertThat(found).isEqualTo(scans);
      assertThat(spool.scans()).isEqualTo(scans.size());
      assertThat(spool.bytes()).isEqualTo(bytesOnDisk());
      assertThat(log.lines).isEmpty();
    }
  }

  private void step(Random random) {
    switch (random.nextInt(7)) {
      case 0, 1 -> write(random);
      case 2 -> settle(random);
      case 3 -> release();
      case 4 -> readBack(1 + random.nextInt(3));
      case 5 -> setAside();
      default -> {
        if (random.nextInt(5) == 0) {
          die();
        }
      }
    }
  }

  /** Some scans at once, each as a whole; nothing more is expected of it then. */
  private void write(Random random) {
    Map<String, Change> changes = new TreeMap<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String name = "scan-" + processes + "-" + random.nextInt(NAMES);
      String text = "line " + written++ + "\n";
      Mark before = last.getOrDefault(name, Mark.NONE);
      changes.put(
          name,
          random.nextBoolean()
              ? Change.made(name, text.getBytes(UTF_8), before)
              : Change.finished(name, text.getBytes(UTF_8), before));
      scans.put(name, text);
    }
    spool.write(changes.values());
    for (String name : changes.keySet()) {
      Mark mark = spool.hand(name, true);
      last.put(name, mark);
      held.add(new Held(mark, name, requireNonNull(scans.get(name))));
    }
  }

  private void settle(Random random) {
    for (int i = 0; i < 1 + random.nextInt(3) && !held.isEmpty(); i++) {
      Held one = held.remove();
      spool.settle(List.of(one.mark));
      scans.remove(one.name, one.lines);
    }
  }

  private void release() {
    if (!held.isEmpty()) {
      spool.release(held.remove().mark);
    }
  }

  private void readBack(int most) {
    List<Kept> all = spool.readBack(most, Long.MAX_VALUE);
    assertThat(all).hasSizeLessThanOrEqualTo(most);
    for (Kept one : all) {
      String text = new String(one.lines(), UTF_8);
      assertThat(text).isEqualTo(scans.get(one.mark().name()));
      held.add(new Held(one.mark(), one.mark().name(), text));
    }
  }

  private void setAside() {
    if (!held.isEmpty()) {
      Held one = held.remove();
      spool.setAside(one.mark, REASON);
      scans.remove(one.name, one.lines);
    }
  }

  /** What the process had is taken over by the next one. */
  private void die() {
    spool.close();
    forget();
    processes++;
    spool = Spool.in(new SpoolConfig(folder, Long.MAX_VALUE), log);
    assertThat(spool.adopt(Integer.MAX_VALUE)).isEqualTo(scans.size());
  }

  private void forget() {
    held.clear();
    last.clear();
  }

  private long bytesOnDisk() {
    return SpooledScans.files(folder).stream().mapToLong(file -> file.toFile().length()).sum();
  }
}
