package io.scanmetrics.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanmetrics.testing.RecordedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolSurveyTest {
  private static final String HOLDER =
      """
      import java.nio.channels.*;
      import java.nio.file.*;
      class Holder {
        public static void main(String[] file) throws Exception {
          FileChannel channel = FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE);
          System.out.write(channel.tryLock() == null ? 'n' : 'y');
          System.out.flush();
          System.in.read();
        }
      }
      """;

  @TempDir private Path temp;

  @Test
  void aFolderThatIsNotThereHoldsNothing() throws IOException {
    assertThat(SpoolSurvey.of(temp.resolve("none"))).isEqualTo(new SpoolSurvey(0, 0, 0, 0));
  }

  @Test
  void scansAreToldApartByWhoHasThem() throws IOException {
    Spool spool = open();
    write(spool, "one", "two", "three");
    spool.setAside(spool.hand("one", true), "no\n".getBytes(UTF_8));
    assertThat(SpoolSurvey.of(temp)).isEqualTo(new SpoolSurvey(2, 0, 1, 9));

    spool.close();

    assertThat(SpoolSurvey.of(temp)).isEqualTo(new SpoolSurvey(0, 2, 1, 9));
    assertThat(SpoolSurvey.of(temp))
        .as("looked at once more")
        .isEqualTo(new SpoolSurvey(0, 2, 1, 9));
  }

  @Test
  void anotherProcessThatRunsHasItsOwnScansAndTheyAreSomebodyElsesOnceItHasDied()
      throws IOException, InterruptedException {
    Spool spool = open();
    write(spool, "one");
    spool.close();
    Path lock;
    try (Stream<Path> files = Files.walk(temp)) {
      lock = files.filter(file -> file.endsWith(OwnerFolder.LOCK)).findFirst().orElseThrow();
    }
    Path program = Files.writeString(temp.resolve("Holder.java"), HOLDER);
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                program.toString(),
                lock.toString())
            .start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('y');
      assertThat(SpoolSurvey.of(temp)).isEqualTo(new SpoolSurvey(1, 0, 0, 2));
    } finally {
      holder.destroyForcibly().waitFor();
    }

    assertThat(SpoolSurvey.of(temp)).isEqualTo(new SpoolSurvey(0, 1, 0, 2));
  }

  private Spool open() {
    return Spool.in(new SpoolConfig(temp, Long.MAX_VALUE), new RecordedLog(), System::nanoTime);
  }

  private static void write(Spool spool, String... names) {
    for (String name : names) {
      spool.write(List.of(Change.made(name, "a\n".getBytes(UTF_8), Mark.NONE)));
    }
  }
}
