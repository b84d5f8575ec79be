package io.scanmetrics.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WeakTableTest {
  private static final int POOL = 31;
  private static final int OTHER_POOL = 62;
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final List<OpenScan> forgotten = new ArrayList<>();
  private final WeakTable<OpenScan> waiting = new WeakTable<>(forgotten::add);

  @Test
  void aTaskIsTakenOnce() {
    Object task = new Object();
    OpenScan scan = scan();
    waiting.add(task, POOL, scan);

    assertThat(waiting.take(task, POOL)).isSameAs(scan);
    assertThat(waiting.take(task, POOL)).isNull();
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void theSameTaskWaitsInSeveralPools() {
    Object task = new Object();
    OpenScan one = scan();
    OpenScan other = scan();
    waiting.add(task, POOL, one);
    waiting.add(task, OTHER_POOL, other);

    assertThat(waiting.take(task, OTHER_POOL)).isSameAs(other);
    assertThat(waiting.take(task, POOL)).isSameAs(one);
  }

  @Test
  void theSameTaskInTheSamePoolIsTakenInTheOrderInWhichItCame() {
    Object task = new Object();
    List<OpenScan> scans = List.of(scan(), scan(), scan());
    scans.forEach(scan -> waiting.add(task, POOL, scan));

    assertThat(waiting.take(task, POOL)).isSameAs(scans.get(0));
    assertThat(waiting.take(task, POOL)).isSameAs(scans.get(1));
    assertThat(waiting.take(task, POOL)).isSameAs(scans.get(2));
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void whatIsTakenBackIsWhatCameLast() {
    Object task = new Object();
    OpenScan first = scan();
    waiting.add(task, POOL, first);
    waiting.add(task, POOL, scan());
    waiting.takeBack(task, POOL);

    assertThat(waiting.take(task, POOL)).isSameAs(first);
    assertThat(isEmpty()).isTrue();
    waiting.add(task, POOL, first);
    waiting.takeBack(task, POOL);
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void whatIsSetTakesThePlaceOfWhatWasThere() {
    Object task = new Object();
    OpenScan later = scan();
    waiting.set(task, TaskWay.TASK, scan());
    waiting.set(task, TaskWay.TASK, later);

    assertThat(waiting.get(task, TaskWay.TASK)).isSameAs(later);
    assertThat(waiting.take(task, TaskWay.TASK)).isSameAs(later);
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void equalTasksAreNotTheSame() {
    record Task(String name) {}
    Task one = new Task("a");
    Task equal = new Task("a");
    waiting.add(one, POOL, scan());

    assertThat(waiting.take(equal, POOL)).isNull();
  }

  @Test
  void manyTasksAreToldApart() {
    List<Object> tasks = new ArrayList<>();
    List<OpenScan> scans = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      tasks.add(new Object());
      scans.add(scan());
      waiting.add(tasks.get(i), POOL, scans.get(i));
    }
    for (int i = 0; i < tasks.size(); i++) {
      assertThat(waiting.take(tasks.get(i), POOL)).isSameAs(scans.get(i));
    }
    assertThat(isEmpty()).isTrue();
  }

  @Test
  void aTaskThatTheApplicationHasForgottenIsForgottenHere() {
    for (int i = 0; i < 1_000; i++) {
      waiting.add(new Object(), POOL, scan());
    }
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!isEmpty() && System.nanoTime() < deadline) {
      System.gc();
    }

    assertThat(isEmpty()).isTrue();
    assertThat(forgotten).hasSize(1_000);
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(threads.submit(this::putsAndTakes));
    }
    for (Future<Boolean> result : results) {
      assertThat(result.get()).isTrue();
    }
    threads.shutdown();
    assertThat(isEmpty()).isTrue();
  }

  private boolean isEmpty() {
    waiting.tidyUp();
    return waiting.isEmpty();
  }

  private boolean putsAndTakes() {
    boolean right = true;
    for (int round = 0; round < 200; round++) {
      Object[] tasks = new Object[100];
      OpenScan scan = scan();
      for (int i = 0; i < tasks.length; i++) {
        tasks[i] = new Object();
        waiting.add(tasks[i], POOL, scan);
      }
      for (Object task : tasks) {
        right &= waiting.take(task, POOL) == scan;
      }
    }
    return right;
  }

  private static OpenScan scan() {
    return new OpenScan(Map.of(), null);
  }
}
