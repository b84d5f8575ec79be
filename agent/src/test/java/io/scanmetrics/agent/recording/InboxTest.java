package io.scanmetrics.agent.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InboxTest {
  private static final int SMALL_STACK = 160 << 10;

  private final Inbox<Integer> inbox = new Inbox<>();

  @Test
  void firstInIsFirstOut() {
    inbox.add(1, 1);
    inbox.add(2, 1);
    assertThat(inbox.peek()).isEqualTo(1);
    inbox.add(3, 1);

    assertThat(takeAll()).containsExactly(1, 2, 3);
    assertThat(inbox.peek()).isNull();
  }

  @Test
  void whatIsNotRemovedComesAgain() {
    inbox.add(1, 1);

    assertThat(inbox.peek()).isEqualTo(1);
    assertThat(inbox.peek()).isEqualTo(1);
  }

  @Test
  void weighsWhatIsInIt() {
    inbox.add(1, 1);
    inbox.add(2, 8);
    inbox.peek();
    inbox.add(3, 1);
    assertThat(inbox.weight()).isEqualTo(10);

    inbox.remove();
    assertThat(inbox.weight()).isEqualTo(9);

    takeAll();
    assertThat(inbox.weight()).isZero();
  }

  @Test
  void keepsTheOrderOfEachThreadWhileOthersAddAndOneTakes() throws InterruptedException {
    int each = 50_000;
    List<Thread> threads =
        IntStream.range(0, 3).mapToObj(thread -> new Thread(() -> add(thread, each))).toList();
    threads.forEach(Thread::start);
    List<Integer> taken = new ArrayList<>();
    while (taken.size() < 3 * each) {
      taken.addAll(takeAll());
      assertThat(inbox.weight()).isNotNegative();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    for (int thread = 0; thread < 3; thread++) {
      int of = thread;
      assertThat(taken.stream().filter(one -> one % 3 == of))
          .containsExactlyElementsOf(
              IntStream.range(0, each).map(i -> 3 * i + of).boxed().toList());
    }
  }

  private void add(int thread, int many) {
    for (int i = 0; i < many; i++) {
      inbox.add(3 * i + thread, 1);
    }
  }

  static IntStream alignments() {
    return IntStream.range(0, 128);
  }

  /** It ends at any place inside of adding: how deep that is, is another one each time. */
  @ParameterizedTest
  @MethodSource("alignments")
  void aThreadWithoutStackHidesNothing(int alignment) throws InterruptedException {
    Overflow overflow = new Overflow();
    Thread thread = new Thread(null, () -> overflow.run(alignment), "overflow", SMALL_STACK);
    thread.start();
    thread.join();
    inbox.add(-1, 1);

    List<Integer> taken = takeAll();
    assertThat(overflow.returned).isPositive();
    assertThat(taken.subList(0, overflow.returned))
        .containsExactlyElementsOf(IntStream.range(0, overflow.returned).boxed().toList());
    assertThat(taken).hasSizeBetween(overflow.returned + 1, overflow.returned + 2).endsWith(-1);
  }

  private final class Overflow {
    private int returned;

    void run(int alignment) {
      try {
        descend(alignment);
      } catch (StackOverflowError expected) {
        // The thread has no stack left.
      }
    }

    private int descend(int levels) {
      return levels > 0 ? 1 + descend(levels - 1) : addAndDescend(0, 1, 2);
    }

    private int addAndDescend(int number, long some, long more) {
      inbox.add(number, 1);
      returned++;
      return number < 0 ? 0 : 1 + addAndDescend(number + 1, some + more, more);
    }
  }

  private List<Integer> takeAll() {
    List<Integer> all = new ArrayList<>();
    for (Integer next = inbox.peek(); next != null; next = inbox.peek()) {
      all.add(next);
      inbox.remove();
    }
    return all;
  }
}
