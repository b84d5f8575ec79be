package com.acme.threads;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Eight scans at once, of every kind, and the same work beside them outside of any scan. All pools
 * have worked before the first scan, and work after the last.
 */
public final class Main {
  private static final int AT_ONCE = 8;
  private static final String NOBODY = "nobody";

  private Main() {}

  /**
   * @param arguments how many scans in all; then, if not all, the kinds
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    Kinds kinds = new Kinds();
    List<Map.Entry<String, Scanner.Work>> all =
        kinds.all().entrySet().stream()
            .filter(kind -> arguments.length == 1 || List.of(arguments).contains(kind.getKey()))
            .toList();
    outside(all);
    AtomicInteger next = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(AT_ONCE);
    for (int i = 0; i < AT_ONCE; i++) {
      new Thread(
              () -> {
                for (int n = next.getAndIncrement(); n < rounds; n = next.getAndIncrement()) {
                  scan(n, n < all.size() ? all.get(n) : any(all));
                }
                running.countDown();
              })
          .start();
    }
    List<Map.Entry<String, Scanner.Work>> others =
        all.stream().filter(kind -> !kind.getKey().equals("same-task")).toList();
    while (running.getCount() > 0) {
      any(others).getValue().in(NOBODY);
    }
    outside(all);
    kinds.close();
    System.out.println("kinds: " + all.size());
    System.out.println("phases: " + Scanner.phasesBut(NOBODY));
  }

  private static void scan(int number, Map.Entry<String, Scanner.Work> kind) {
    try {
      Scanner.scan(kind.getKey() + "-" + number, kind.getValue());
    } catch (Exception e) {
      e.printStackTrace();
    }
  }

  private static void outside(List<Map.Entry<String, Scanner.Work>> all) throws Exception {
    for (Map.Entry<String, Scanner.Work> kind : all) {
      kind.getValue().in(NOBODY);
    }
  }

  private static <T> T any(List<T> all) {
    return all.get(ThreadLocalRandom.current().nextInt(all.size()));
  }
}
