package com.acme;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

public class Scanner {
  public record Request(String id, String tenant, String image) {}

  public record Report(List<String> findings, boolean complete, String code) {}

  @Retention(RetentionPolicy.CLASS)
  public @interface Measured {}

  public interface Analyzer {
    Report analyze(Request request);
  }

  public static class JarAnalyzer implements Analyzer {
    public String getKind() {
      return "jar";
    }

    @Override
    public Report analyze(Request request) {
      return new Report(List.of("CVE-1", "CVE-2"), true, null);
    }
  }

  @Measured
  public static class PolicyAnalyzer implements Analyzer {
    @Override
    public Report analyze(Request request) {
      return new Report(List.of(), false, "NO_POLICY");
    }

    @Measured
    void explain() {}
  }

  public static void main(String[] arguments) {
    Scanner scanner = new Scanner();
    scanner.scan(new Request("nightly", "acme", "sha256:ab12"));
    scanner.submit("job-7");
    scanner.collect(Map.of("job", "job-7", "findings", 3));
    System.exit(0);
  }

  Report scan(Request request) {
    fetch();
    fetch(request.image().getBytes());
    fetch(request.image(), 2);
    Report report = new JarAnalyzer().analyze(request);
    new PolicyAnalyzer().analyze(request);
    new PolicyAnalyzer().explain();
    walk(2);
    begin();
    await();
    CompletableFuture.runAsync(() -> upload("nightly")).join();
    return report;
  }

  void fetch() {}

  void fetch(byte[] image) {}

  void fetch(String image, int retries) {}

  int walk(int depth) {
    return depth == 0 ? 0 : walk(depth - 1);
  }

  void begin() {}

  void await() {}

  static void upload(String scan) {}

  void submit(String job) {}

  void collect(Map<String, Object> result) {}
}
