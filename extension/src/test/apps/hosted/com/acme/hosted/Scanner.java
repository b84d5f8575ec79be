package com.acme.hosted;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** A scan of three phases, one of them on another thread. */
final class Scanner {
  private final String database;
  private final String server;
  private final ExecutorService pool;

  Scanner(String database, String server, ExecutorService pool) {
    this.database = database;
    this.server = server;
    this.pool = pool;
  }

  int scan(String id) throws Exception {
    int findings = Feeds.query(database);
    Future<String> analysis = pool.submit(() -> Analyzer.analyze(id));
    analysis.get();
    Publisher.publish(server);
    return findings;
  }

  int scanMany(String id) {
    int things = 0;
    while (things < 50) {
      Analyzer.analyze(id + things++);
    }
    return things;
  }

  int exit(String id) {
    Analyzer.analyze(id);
    System.exit(3);
    return 0;
  }

  CompletableFuture<String> scanLater(String id) {
    return CompletableFuture.supplyAsync(() -> Analyzer.analyze(id), pool);
  }
}
