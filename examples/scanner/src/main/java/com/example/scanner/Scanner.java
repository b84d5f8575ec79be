package com.example.scanner;

import com.example.scanner.advisory.AdvisoryFeed;
import com.example.scanner.analyze.Analysis;
import com.example.scanner.analyze.Problem;
import com.example.scanner.analyze.SbomAnalysis;
import com.example.scanner.evidence.BundleSigner;
import com.example.scanner.evidence.EvidenceSet;
import com.example.scanner.evidence.ProofBundle;
import com.example.scanner.evidence.Publisher;
import com.example.scanner.ingest.Ingestor;
import com.example.scanner.ingest.Inventory;
import com.example.scanner.ingest.Workspace;
import com.example.scanner.log.ScanLog;
import com.example.scanner.log.Step;
import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.ReplayManifest;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import com.example.scanner.model.Sha256;
import com.example.scanner.reachability.Reachability;
import com.example.scanner.reachability.ReachabilityAnalysis;
import com.example.scanner.vex.VexAuthor;
import com.example.scanner.vex.VexBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs scans: ingest, analyze, reachability, vex, sign, publish, one after the other on the calling
 * thread, the analyzers of a scan on a pool that all scans share. Scans one artifact at a time.
 */
public final class Scanner implements AutoCloseable {
  private final ScanLog log;
  private final AdvisoryFeed feed;
  private final String version;
  private final ExecutorService pool;
  private final Ingestor ingestor;
  private final SbomAnalysis analysis;
  private final ReachabilityAnalysis reachability;
  private final VexAuthor vexAuthor;
  private final BundleSigner signer;
  private final Publisher publisher;

  /** A scanner with the feed that ships with it; the log stays the caller's. */
  public Scanner(ScannerSettings settings, ScanLog log) {
    this(settings, log, AdvisoryFeed.shipped());
  }

  Scanner(ScannerSettings settings, ScanLog log, AdvisoryFeed feed) {
    this.log = log;
    this.feed = feed;
    this.version = ScannerVersion.current();
    this.pool = analyzerPool(settings.threads());
    this.ingestor = new Ingestor(log);
    this.analysis = new SbomAnalysis(log, pool, feed);
    this.reachability = new ReachabilityAnalysis(log);
    this.vexAuthor = new VexAuthor(log);
    this.signer = new BundleSigner(log, settings.signingKey());
    this.publisher = new Publisher(log, settings.store());
  }

  /** The advisories that scans are matched against. */
  public AdvisoryFeed feed() {
    return feed;
  }

  /** The version of this program. */
  public String version() {
    return version;
  }

  /**
   * Scans one artifact and publishes the evidence. A replay must come to the recorded result, or it
   * fails.
   */
  public ScanResult scan(ScanRequest request) throws ScanException {
    Step step =
        log.scan(request)
            .fact("replay", request.isReplay())
            .fact("policy_digest", request.policy().digest())
            .fact("feed_snapshot_id", feed.snapshotId())
            .fact("scanner_version", version);
    try {
      ScanResult result = scanInWorkspace(request);
      note(step, result);
      step.succeeded();
      return result;
    } catch (ScanException | RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  private ScanResult scanInWorkspace(ScanRequest request) throws ScanException {
    try (Workspace workspace = Workspace.create()) {
      return run(request, workspace);
    } catch (IOException e) {
      throw new ScanException(
          ErrorCode.CORRUPT_ARTIFACT, "there is no room to unpack: " + e.getMessage(), e);
    }
  }

  private ScanResult run(ScanRequest request, Workspace workspace) throws ScanException {
    Inventory inventory = ingestor.ingest(request, workspace);
    Replay.checkInput(request, inventory.artifact(), feed);
    Analysis found = analysis.analyze(request, inventory);
    Reachability reached = reachability.trace(request, inventory, found.findings());
    VexBundle vex = vexAuthor.decide(request, inventory.artifact(), reached);
    ReplayManifest manifest =
        new ReplayManifest(
            inventory.artifact(),
            feed.snapshotId(),
            request.policy(),
            request.evaluatedAt(),
            found.sbom().sha256(),
            reached.findings().sha256(),
            vex.document().sha256());
    Replay.checkResult(request, manifest);
    EvidenceSet evidence =
        new EvidenceSet(
            inventory.artifact(),
            found.sbom(),
            reached.findings(),
            vex.document(),
            manifest.document(),
            version);
    List<String> warnings = new ArrayList<>();
    found.problems().stream().map(Problem::message).forEach(warnings::add);
    ProofBundle proof = signOrWarn(request, evidence, warnings);
    publisher.publish(request, evidence, proof);
    return new ScanResult(
        request.id(),
        request.tenantId(),
        request.surfaceId(),
        inventory.artifact(),
        new ScanResult.Counts(
            found.components().size(), found.findings().size(), vex.decisions().size()),
        new ScanResult.Evidence(
            found.sbom().sha256(),
            reached.findings().sha256(),
            vex.document().sha256(),
            proof.document().sha256(),
            request.policy().digest(),
            feed.snapshotId(),
            Sha256.PREFIX + evidence.manifest().sha256()),
        request.isReplay(),
        proof.isSigned(),
        vex.decisions(),
        warnings);
  }

  /** Unsigned evidence is worth more than none. */
  private ProofBundle signOrWarn(ScanRequest request, EvidenceSet evidence, List<String> warnings) {
    try {
      return signer.sign(request, evidence);
    } catch (ScanException e) {
      warnings.add("published unsigned: " + e.getMessage());
      return BundleSigner.unsigned(evidence);
    }
  }

  private static void note(Step step, ScanResult result) {
    step.fact("artifact_digest", result.artifact().digest())
        .fact("artifact_type", result.artifact().type())
        .fact("package_count", result.counts().packages())
        .fact("finding_count", result.counts().findings())
        .fact("vex_decision_count", result.counts().vexDecisions())
        .fact("sbom_sha256", result.evidence().sbomSha256())
        .fact("findings_sha256", result.evidence().findingsSha256())
        .fact("vex_bundle_sha256", result.evidence().vexSha256())
        .fact("proof_bundle_sha256", result.evidence().proofBundleSha256())
        .fact("replay_manifest_hash", result.evidence().replayManifestHash())
        .fact("signed", result.signed())
        .fact("warnings", result.warnings());
  }

  private static ExecutorService analyzerPool(int threads) {
    AtomicInteger count = new AtomicInteger();
    return Executors.newFixedThreadPool(
        threads,
        work -> {
          Thread thread = new Thread(work, "analyzer-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
