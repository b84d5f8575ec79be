package com.example.scanner.analyze;

import com.example.scanner.advisory.AdvisoryFeed;
import com.example.scanner.ingest.Inventory;
import com.example.scanner.log.ScanLog;
import com.example.scanner.log.Step;
import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Phase 2, analyze: sends all analyzers over the inventory at once, settles what each jar is,
 * writes the bill of materials and matches it against the feed.
 */
public final class SbomAnalysis {
  private final ScanLog log;
  private final ExecutorService pool;
  private final AdvisoryFeed feed;
  private final List<Analyzer> analyzers;

  /** The pool stays the caller's. */
  public SbomAnalysis(ScanLog log, ExecutorService pool, AdvisoryFeed feed) {
    this(
        log,
        pool,
        feed,
        List.of(
            new PomPropertiesAnalyzer(log),
            new ManifestAnalyzer(log),
            new FileNameAnalyzer(log, feed::groupOf),
            new HashAnalyzer(log, KnownJars.read())));
  }

  SbomAnalysis(ScanLog log, ExecutorService pool, AdvisoryFeed feed, List<Analyzer> analyzers) {
    this.log = log;
    this.pool = pool;
    this.feed = feed;
    this.analyzers = List.copyOf(analyzers);
  }

  /** Fails only if there are jars and none of them can be opened. */
  public Analysis analyze(ScanRequest request, Inventory inventory) throws ScanException {
    Step step = log.phase("analyze", request);
    try {
      Analysis analysis = run(request, inventory);
      step.fact("package_count", analysis.components().size())
          .fact("finding_count", analysis.findings().size())
          .fact("problem_count", analysis.problems().size())
          .fact("sbom_sha256", analysis.sbom().sha256());
      step.succeeded();
      return analysis;
    } catch (ScanException | RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  private Analysis run(ScanRequest request, Inventory inventory) throws ScanException {
    List<AnalyzerReport> reports = askAll(request, inventory);
    Map<String, Problem> problems = new LinkedHashMap<>();
    for (AnalyzerReport report : reports) {
      report.problems().forEach(problem -> problems.putIfAbsent(problem.location(), problem));
    }
    if (!problems.isEmpty() && problems.size() == inventory.jars().size()) {
      throw new ScanException(
          ErrorCode.NO_READABLE_JAR, problems.values().iterator().next().message());
    }
    List<Component> components = ComponentResolver.resolve(inventory, reports);
    return new Analysis(
        components,
        FindingMatcher.match(components, feed, request.policy()),
        CycloneDxWriter.write(request, inventory.artifact(), components),
        List.copyOf(problems.values()));
  }

  private List<AnalyzerReport> askAll(ScanRequest request, Inventory inventory)
      throws ScanException {
    List<Callable<AnalyzerReport>> calls = new ArrayList<>();
    for (Analyzer analyzer : analyzers) {
      calls.add(() -> analyzer.analyze(request, inventory));
    }
    try {
      List<AnalyzerReport> reports = new ArrayList<>();
      for (Future<AnalyzerReport> answer : pool.invokeAll(calls)) {
        reports.add(answer.get());
      }
      return reports;
    } catch (ExecutionException e) {
      throw new ScanException(
          ErrorCode.ANALYZER_FAILED, "an analyzer broke down: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScanException(ErrorCode.INTERRUPTED, "the scan was told to stop", e);
    }
  }
}
