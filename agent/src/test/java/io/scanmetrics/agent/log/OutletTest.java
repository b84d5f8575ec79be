package io.scanmetrics.agent.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutletTest {
  /** One that is being written, and a thousand behind it. */
  private static final int MOST = 1_001;

  private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
  private final BlockingQueue<Thread> writers = new LinkedBlockingQueue<>();
  private final CountDownLatch writing = new CountDownLatch(1);
  private final CountDownLatch reader = new CountDownLatch(1);

  @Test
  void aLineIsWrittenWhenItWasSaid() throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    Outlet outlet = new Outlet(sink, UTF_8);

    outlet.write("one\n".getBytes(UTF_8));
    assertThat(sink.toString(UTF_8)).isEqualTo("one\n");

    outlet.write("two\n".getBytes(UTF_8));
    assertThat(sink.toString(UTF_8)).isEqualTo("one\ntwo\n");
  }

  @Test
  void theThreadGoesWhenNothingIsSaidAndComesAgain() throws Exception {
    Outlet outlet = new Outlet(whoWrites(), UTF_8, 0);

    outlet.write("one".getBytes(UTF_8));
    Thread first = writers.take();
    first.join();
    outlet.write("two".getBytes(UTF_8));

    assertThat(writers.take()).isNotSameAs(first);
    assertThat(next()).isEqualTo("one");
    assertThat(next()).isEqualTo("two");
  }

  @Test
  void noLineIsLostWhileThreadsComeAndGo() throws Exception {
    Outlet outlet = new Outlet(whoWrites(), UTF_8, 0);
    int each = 300;

    List<Thread> speakers = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      Thread speaker = new Thread(() -> repeat(outlet, name, each));
      speaker.start();
      speakers.add(speaker);
    }
    for (Thread speaker : speakers) {
      speaker.join();
    }

    for (int i = 0; i < 3 * each; i++) {
      assertThat(next()).isNotEqualTo("nothing");
    }
  }

  @Test
  void whatNobodyReadsHoldsNobodyUpAndComesWhenItIsRead() throws Exception {
    Outlet outlet = new Outlet(unread(), UTF_8);

    say(outlet, MOST);
    assertThat(taken).isEmpty();
    reader.countDown();

    for (int i = 0; i < MOST; i++) {
      assertThat(next()).isEqualTo("line " + i);
    }
  }

  @Test
  void howManyLinesAreMissingIsSaidWhereTheyAre() throws Exception {
    Outlet outlet = new Outlet(unread(), UTF_8);

    say(outlet, MOST + 7);
    reader.countDown();
    for (int i = 0; i < MOST; i++) {
      next();
    }

    assertThat(next())
        .isEqualTo(
            "[scan-metrics] WARN 7 lines are missing here, because nobody read those before"
                + " them\n");
    outlet.write("more".getBytes(UTF_8));
    assertThat(next()).isEqualTo("more");
  }

  @Test
  void whoIsInterruptedStaysSo() throws Exception {
    Outlet outlet = new Outlet(unread(), UTF_8);

    Thread.currentThread().interrupt();
    outlet.write("one".getBytes(UTF_8));

    assertThat(Thread.interrupted()).isTrue();
    reader.countDown();
    assertThat(next()).isEqualTo("one");
  }

  @Test
  void aSinkThatFailsIsTriedAgain() throws Exception {
    Outlet outlet = new Outlet(failing(new IOException("gone"), new OutOfMemoryError()), UTF_8);

    outlet.write("one".getBytes(UTF_8));
    outlet.write("two".getBytes(UTF_8));
    outlet.write("three".getBytes(UTF_8));

    assertThat(next()).isEqualTo("three");
  }

  private OutputStream failing(Throwable... faults) {
    Queue<Throwable> left = new ArrayDeque<>(List.of(faults));
    return to(
        line -> {
          Throwable fault = left.poll();
          if (fault instanceof Error error) {
            throw error;
          }
          if (fault instanceof IOException gone) {
            throw gone;
          }
          taken.add(line);
        });
  }

  private static void repeat(Outlet outlet, String line, int times) {
    try {
      for (int i = 0; i < times; i++) {
        outlet.write(line.getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OutputStream whoWrites() {
    return to(
        line -> {
          writers.add(Thread.currentThread());
          taken.add(line);
        });
  }

  private void say(Outlet outlet, int lines) throws Exception {
    for (int i = 0; i < lines; i++) {
      outlet.write(("line " + i).getBytes(UTF_8));
      writing.await();
    }
  }

  private String next() throws InterruptedException {
    String next = taken.poll(30, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  private OutputStream unread() {
    return to(
        line -> {
          writing.countDown();
          try {
            reader.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          taken.add(line);
        });
  }

  private interface Reader {
    void read(String line) throws IOException;
  }

  private static OutputStream to(Reader reader) {
    return new OutputStream() {
      @Override
      public void write(int single) {}

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        reader.read(new String(bytes, from, length, UTF_8));
      }
    };
  }
}
