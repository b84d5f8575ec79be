package io.scanmetrics.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.journal.Spool;
import io.scanmetrics.journal.SpoolConfig;
import io.scanmetrics.store.Drain.Drained;
import io.scanmetrics.testing.RecordedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a drain makes of others that use the same folder, such as another drain. */
class DrainTest {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
  private static final Drained NOTHING_TO_DO = new Drained(0, 0, 0, null);

  @TempDir private Path folder;
  private final RecordedLog log = new RecordedLog();
  private final Deque<Path> withOthers = new ArrayDeque<>();
  private FileChannel lock;

  private long nanoTime;

  /** Some process that runs has scans that are over. */
  @BeforeEach
  void others() throws IOException {
    Path other = Files.createDirectory(folder.resolve("1-1-0000000000000007"));
    lock =
        FileChannel.open(
            other.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    assertThat(lock.lock()).isNotNull();
    for (int i = 0; i < 4; i++) {
      Path scan = other.resolve(i + ".jsonl");
      withOthers.add(Files.writeString(scan, "{\"event\":\"ended\"}\n"));
    }
  }

  @AfterEach
  void close() throws IOException {
    lock.close();
  }

  @Test
  void othersThatStoreOneAfterTheOtherGetTheTimeThatTheyNeed() throws Exception {
    try (Drain drain = drain(this::oneIsStored)) {
      assertThat(drain.drain()).isEqualTo(NOTHING_TO_DO);
      assertThat(drain.waitingWithOthers()).isZero();
    }
    assertThat(Duration.ofNanos(nanoTime)).isGreaterThan(Duration.ofSeconds(3));
    assertThat(log.warnings).isEmpty();
  }

  @Test
  void othersThatStoreNothingForThreeSecondsAreNotWaitedFor() throws Exception {
    try (Drain drain = drain(() -> {})) {
      assertThat(drain.drain()).isEqualTo(NOTHING_TO_DO);
      assertThat(drain.waitingWithOthers()).isEqualTo(4);
    }
    assertThat(Duration.ofNanos(nanoTime)).isLessThan(Duration.ofSeconds(10));
  }

  /**
   * @param meanwhile happens between two looks at the folder
   */
  private Drain drain(Runnable meanwhile) {
    Spool spool = Spool.in(new SpoolConfig(folder, Long.MAX_VALUE), log);
    return new Drain(
        new PretendStore(),
        spool,
        done -> {},
        () -> {
          meanwhile.run();
          nanoTime += BETWEEN_LOOKS.toNanos();
          return nanoTime;
        });
  }

  private void oneIsStored() {
    try {
      Path scan = withOthers.poll();
      if (scan != null) {
        Files.delete(scan);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
