package com.acme.futures;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** One scan for each way in which a phase can go on after its method has returned. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Scanner scanner = new Scanner();
    scan(scanner, "stage", scanner::stage);
    scan(scanner, "failing", () -> scanner.failing().toCompletableFuture());
    scan(scanner, "future", scanner::future);
    scan(scanner, "fork", scanner::fork);
    scan(scanner, "cancelled", scanner::cancelled);
    scan(scanner, "own", () -> scanner.own().toCompletableFuture());
    scan(scanner, "done", scanner::done);
    scan(scanner, "anything", () -> (Future<?>) scanner.anything());
    scan(
        scanner,
        "pair",
        () -> {
          scanner.begin();
          return scanner.end();
        });
    CompletableFuture<?> mine = scanner.stage();
    System.out.println("dependents: " + mine.getNumberOfDependents() + " of " + mine.getClass());
    mine.join();
    scanner.close();
  }

  private static void scan(Scanner scanner, String id, Supplier<? extends Future<?>> work) {
    CompletableFuture<?> scan = scanner.scan(id, work);
    scan.handle(
            (report, error) -> {
              System.out.println(id + ": " + (error == null ? report : error.getCause().getMessage()));
              return report;
            })
        .join();
  }
}
