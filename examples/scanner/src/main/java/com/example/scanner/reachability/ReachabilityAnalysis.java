package com.example.scanner.reachability;

import com.example.scanner.advisory.Symbol;
import com.example.scanner.analyze.Finding;
import com.example.scanner.ingest.Inventory;
import com.example.scanner.log.ScanLog;
import com.example.scanner.log.Step;
import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import com.example.scanner.reachability.Verdict.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Phase 3, reachability: builds the call graph of the artifact and looks for vulnerable code in it.
 * Without findings there is nothing to decide and no graph is built.
 */
public final class ReachabilityAnalysis {
  private final ScanLog log;

  /** Notes every execution in that log. */
  public ReachabilityAnalysis(ScanLog log) {
    this.log = log;
  }

  /** A verdict on each finding. */
  public Reachability trace(ScanRequest request, Inventory inventory, List<Finding> findings)
      throws ScanException {
    Step step = log.phase("reachability", request);
    try {
      Reachability reachability = decide(inventory, findings);
      step.fact("class_count", reachability.classCount())
          .fact("method_count", reachability.methodCount())
          .fact("call_count", reachability.callCount())
          .fact("reachable_count", reachability.getReachableCount())
          .fact("findings_sha256", reachability.findings().sha256());
      step.succeeded();
      return reachability;
    } catch (ScanException | RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  private static Reachability decide(Inventory inventory, List<Finding> findings)
      throws ScanException {
    if (findings.isEmpty()) {
      return new Reachability(
          List.of(), FindingsWriter.write(inventory.artifact(), List.of()), 0, 0, 0);
    }
    try (CodeBase code = CodeBase.of(inventory)) {
      CallGraph graph = CallGraph.of(code);
      List<Verdict> verdicts = new ArrayList<>();
      for (Finding finding : findings) {
        verdicts.add(verdict(finding, code, graph));
      }
      return new Reachability(
          verdicts,
          FindingsWriter.write(inventory.artifact(), verdicts),
          code.size(),
          graph.reached().size(),
          graph.edges());
    } catch (IOException e) {
      throw new ScanException(
          ErrorCode.CORRUPT_ARTIFACT, "classes cannot be read: " + e.getMessage(), e);
    }
  }

  private static Verdict verdict(Finding finding, CodeBase code, CallGraph graph) {
    String packageName = finding.component().coordinates().packageName();
    List<Symbol> symbols =
        packageName == null ? List.of() : finding.advisory().symbols(packageName);
    for (Symbol symbol : symbols) {
      Optional<MethodRef> hit = firstReached(symbol, graph);
      if (hit.isPresent()) {
        List<String> path = graph.pathTo(hit.get()).stream().map(MethodRef::display).toList();
        return new Verdict(finding, Status.REACHABLE, path);
      }
    }
    if (symbols.isEmpty() || code.unreadable() > 0) {
      return new Verdict(finding, Status.UNKNOWN, List.of());
    }
    boolean present = symbols.stream().anyMatch(symbol -> code.has(internalName(symbol)));
    return new Verdict(finding, present ? Status.UNREACHABLE : Status.ABSENT, List.of());
  }

  private static Optional<MethodRef> firstReached(Symbol symbol, CallGraph graph) {
    String owner = internalName(symbol);
    return graph.reached().stream()
        .filter(ref -> ref.owner().equals(owner))
        .filter(ref -> symbol.method() == null || ref.name().equals(symbol.method()))
        .findFirst();
  }

  private static String internalName(Symbol symbol) {
    return symbol.className().replace('.', '/');
  }
}
