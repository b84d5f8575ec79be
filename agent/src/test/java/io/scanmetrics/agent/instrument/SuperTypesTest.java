package io.scanmetrics.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuperTypesTest {
  private static final int DEADLINE_SECONDS = 20;

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final SuperTypes types = new SuperTypes(this::find);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void classes() {
    add("com.acme.Deep", "com.acme.Middle");
    add("com.acme.Middle", "com.acme.Base", "com.acme.Marker");
    add("com.acme.Base", "java.lang.Object", "com.acme.Top");
    add("com.acme.Top", "java.lang.Object");
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void aTypeLeadsToWhatItExtendsAndImplementsAtWhateverDistance() {
    assertThat(lead("com.acme.Deep", "com.acme.Deep")).isTrue();
    assertThat(lead("com.acme.Deep", "com.acme.Base")).isTrue();
    assertThat(lead("com.acme.Deep", "com.acme.Top")).isTrue();
    assertThat(lead("com.acme.Deep", "java.lang.Object")).isTrue();
    assertThat(lead("com.acme.Base", "com.acme.Middle")).isFalse();
  }

  @Test
  void theNameOfATypeThatIsNotFoundIsEnough() {
    assertThat(lead("com.acme.Deep", "com.acme.Marker")).isTrue();
  }

  @Test
  void allAreNamedNearestFirstAndThoseThatAreNotFound() {
    Set<String> unknown = new LinkedHashSet<>();

    assertThat(types.upwards(List.of("com.acme.Middle"), unknown))
        .containsExactly(
            "com.acme.Middle",
            "com.acme.Base",
            "com.acme.Marker",
            "java.lang.Object",
            "com.acme.Top");
    assertThat(unknown).containsExactly("com.acme.Marker");
  }

  @Test
  void eachClassFileIsReadOnce() {
    for (int i = 0; i < 3; i++) {
      assertThat(lead("com.acme.Deep", "com.acme.Nothing")).isFalse();
    }

    assertThat(asked)
        .filteredOn(name -> !name.equals("com.acme.Marker"))
        .containsExactly("com.acme.Deep", "com.acme.Middle", "com.acme.Base", "com.acme.Top");
  }

  @Test
  void aTypeThatIsFoundLaterIsKnownFromThenOn() {
    assertThat(lead("com.acme.Deep", "com.acme.Late")).isFalse();
    add("com.acme.Marker", "java.lang.Object", "com.acme.Late");

    assertThat(lead("com.acme.Deep", "com.acme.Late")).isTrue();
  }

  @Test
  void typesInACircleComeToAnEnd() {
    add("com.acme.Hen", "com.acme.Egg");
    add("com.acme.Egg", "com.acme.Hen");

    assertThat(lead("com.acme.Hen", "com.acme.Top")).isFalse();
    assertThat(lead("com.acme.Hen", "com.acme.Egg")).isTrue();
  }

  @Test
  void aFileThatCannotBeReadIsTakenForMissing() {
    files.put("com.acme.Middle", new byte[] {1, 2, 3});
    Set<String> unknown = new LinkedHashSet<>();
    types.upwards(List.of("com.acme.Deep", "com.acme.Unreadable"), unknown);

    assertThat(unknown).containsExactly("com.acme.Unreadable", "com.acme.Middle");
  }

  @Test
  void whereThereAreMoreThanAreKeptTheyAreReadAnew() {
    lead("com.acme.Top", "com.acme.Nothing");
    for (int i = 0; i < SuperTypes.MOST; i++) {
      add("com.acme.Many" + i, "java.lang.Object");
      assertThat(lead("com.acme.Many" + i, "com.acme.Nothing")).isFalse();
    }
    asked.clear();

    assertThat(lead("com.acme.Deep", "com.acme.Top")).isTrue();
    assertThat(lead("com.acme.Top", "com.acme.Nothing")).isFalse();
    assertThat(asked).contains("com.acme.Top");
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    List<Future<Boolean>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(
          threads.submit(
              () -> {
                boolean right = true;
                for (int round = 0; round < 1_000; round++) {
                  String name = "com.acme.Round" + round;
                  add(name, "com.acme.Deep");
                  right &= lead(name, "com.acme.Top") && !lead(name, "com.acme.Nothing");
                }
                return right;
              }));
    }

    for (Future<Boolean> result : results) {
      assertThat(result.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whoLooksForAClassFileHoldsNobodyUp() throws Exception {
    CountDownLatch looks = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    SuperTypes slow =
        new SuperTypes(
            name -> {
              if (Thread.currentThread().getName().equals("slow")) {
                looks.countDown();
                await(answered);
              }
              return find(name);
            });
    Thread thread = new Thread(() -> slow.lead(List.of("com.acme.Deep"), "com.acme.Top"), "slow");
    thread.start();
    await(looks);

    assertThat(
            threads
                .submit(() -> slow.lead(List.of("com.acme.Deep"), "com.acme.Top"))
                .get(DEADLINE_SECONDS, TimeUnit.SECONDS))
        .isTrue();
    answered.countDown();
    thread.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean lead(String type, String superType) {
    return types.lead(List.of(type), superType);
  }

  private void add(String name, String extended, String... implemented) {
    files.put(name, Headers.of(name, extended, implemented));
  }

  private byte @Nullable [] find(String name) throws IOException {
    asked.add(name);
    if (name.equals("com.acme.Unreadable")) {
      throw new IOException("gone");
    }
    return files.get(name);
  }
}
