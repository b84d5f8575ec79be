package io.scanmetrics.agent.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The application {@code steady} under the agent: makes scans of three phases when told to, and
 * keeps a log of its own.
 */
public final class SteadyScanner implements AutoCloseable {
  /** For a JVM of which only trouble is to be heard. */
  public static final String QUIET = "-Dscan.metrics.log.level=warn";

  private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final ForkedJvm.Running running;
  private final List<Returned> log = new ArrayList<>();
  private final ByteArrayOutputStream unfinishedLine = new ByteArrayOutputStream();
  private long bytesRead;
  private int scans;
  private long heap = -1;
  private boolean over;

  /**
   * A line of its log: at that time it had returned.
   *
   * @param millis since 1970
   * @param what a phase's name, or {@code scan}
   */
  public record Returned(long millis, String scan, String what) {}

  private SteadyScanner(ForkedJvm.Running running) {
    this.running = running;
  }

  /**
   * Starts one.
   *
   * @param name what its scans' names begin with
   */
  public static SteadyScanner start(String name, String jdbcUrl, Path spool) throws IOException {
    return start(ForkedJvm.on(Jdk.current()).option(QUIET), name, jdbcUrl, spool);
  }

  /** As above, in that JVM. */
  public static SteadyScanner start(ForkedJvm jvm, String name, String jdbcUrl, Path spool)
      throws IOException {
    return new SteadyScanner(
        jvm.lasting()
            .withRules("steady")
            .option(
                "-Dscan.metrics.jdbc.url=" + jdbcUrl,
                "-Dscan.metrics.spool.dir=" + spool,
                "-Xmx256m")
            .start(Application.compile("steady"), "com.acme.steady.Main", name));
  }

  /** Has it make so many more scans; does not wait for them. */
  public void scan(int count) throws IOException {
    running.tell(String.valueOf(count));
  }

  /** Has it print so many bytes on stderr, before the scans that it is told to make after that. */
  public void printOnStderr(int bytes) throws IOException {
    running.tell("stderr " + bytes);
  }

  /** Waits until it has made so many scans in all. */
  public void awaitScans(int count) throws IOException {
    long deadline = System.nanoTime() + MOST_NANOS;
    for (read(); scans < count; read()) {
      goOnWaiting(deadline, scans + " scans of " + count);
    }
  }

  /** How many scans it has made. */
  public int scans() throws IOException {
    read();
    return scans;
  }

  /** How many bytes of heap it needs, once it has made the scans that it was told to. */
  public long heap() throws IOException {
    heap = -1;
    running.tell("heap");
    long deadline = System.nanoTime() + MOST_NANOS;
    for (read(); heap < 0; read()) {
      goOnWaiting(deadline, "not told how much heap");
    }
    return heap;
  }

  /** What has returned so far. */
  public List<Returned> log() throws IOException {
    read();
    return List.copyOf(log);
  }

  /** What it and the agent have printed on stderr. */
  public List<String> stderr() throws IOException {
    return Files.readAllLines(running.err());
  }

  /** How many bytes it and the agent have printed on a stderr that nobody reads. */
  public int unreadOnStderr() throws IOException {
    return running.process().getErrorStream().available();
  }

  /** Waits until a line that has this text in it is on its stderr. */
  public void awaitSaid(String text) throws IOException {
    running.awaitSaid(text);
  }

  /** Lets it end when it has made its scans, and waits for that. */
  public void end() throws IOException, InterruptedException {
    running.process().getOutputStream().close();
    assertThat(running.process().waitFor(2, TimeUnit.MINUTES)).as("ended").isTrue();
    assertThat(running.process().exitValue()).isZero();
    read();
    assertThat(over).as("reached the end of main").isTrue();
  }

  /** Ends it as {@code kill -9} does; returns when that was, in milliseconds since 1970. */
  public long kill() throws InterruptedException {
    long at = System.currentTimeMillis();
    running.process().destroyForcibly().waitFor();
    return at;
  }

  @Override
  public void close() throws IOException {
    running.process().destroyForcibly();
    Files.deleteIfExists(running.out());
    Files.deleteIfExists(running.err());
  }

  private void goOnWaiting(long deadline, String soFar) throws IOException {
    assertThat(running.process().isAlive() && System.nanoTime() - deadline < 0)
        .as("%s; stderr: %s", soFar, stderr())
        .isTrue();
    LockSupport.parkNanos(LOOK_NANOS);
  }

  /** What it has printed since the last time. */
  private void read() throws IOException {
    byte[] more;
    try (RandomAccessFile out = new RandomAccessFile(running.out().toFile(), "r")) {
      out.seek(bytesRead);
      more = new byte[(int) (out.length() - bytesRead)];
      out.readFully(more);
    }
    bytesRead += more.length;
    for (byte each : more) {
      if (each == '\n') {
        line(unfinishedLine.toString(UTF_8));
        unfinishedLine.reset();
      } else {
        unfinishedLine.write(each);
      }
    }
  }

  private void line(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("heap")) {
      heap = Long.parseLong(words[1]);
    } else if (words[0].equals("end")) {
      over = true;
    } else {
      Returned returned = new Returned(Long.parseLong(words[0]), words[1], words[2]);
      log.add(returned);
      scans += returned.what().equals("scan") ? 1 : 0;
    }
  }
}
